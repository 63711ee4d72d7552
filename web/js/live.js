/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * New answers arrive while a thread is being read. They wait behind a button, so that nothing moves
 * under the reader's eyes. A post that its author changed or deleted is so on the page too, which
 * says it beside the post and at the end. The stream is open only while the page is on the screen. Nothing is sent
 * about the reader, not even that they are typing. Without streams, reloading shows the same.
 */
const posts = document.querySelector("[data-live]");
const waiting = [];
let source;

const number = (post) => Number(/^p(\d+)$/.exec(post.id)?.[1] ?? 0);
const shown = () => [...posts.children].filter(number);
const last = () => Math.max(0, ...shown().map(number), ...waiting.map(number));

const place = document.createElement("div");
const button = document.createElement("button");
const note = document.createElement("p");
place.className = "acts";
place.setAttribute("role", "status");
button.type = "button";
button.className = "soft";

function offer() {
	const n = waiting.filter(number).length;
	button.textContent = n === 1 ? "1 new answer: show it" : `${n} new answers: show them`;
	if (!button.isConnected)
		place.append(button);
}

function show() {
	const first = waiting[0];
	posts.append(...waiting.splice(0));
	button.remove();
	first.tabIndex = -1;
	first.focus();
}

const words = (post) => post.querySelector(".md")?.innerHTML ?? "";
const said = (post) => post.classList.contains("gone") ? "" : (post.querySelector("h2")?.textContent ?? "")
	+ words(post);

function tell(post, named) {
	const link = document.createElement("a");
	link.href = `#${post.id}`;
	link.textContent = post.classList.contains("gone") ? "A post was deleted by its author."
		: named ? "Somebody shows their name now." : "A post was changed by its author.";
	note.replaceChildren(link);
	place.prepend(note);
}

/* In the place of what was there; who stood in it with the keyboard still does. */
function change(old, post) {
	if (said(old) === said(post))
		return;
	const inside = old.contains(document.activeElement);
	const named = words(old) === words(post);
	if (!post.classList.contains("gone")) {
		const word = document.createElement("p");
		word.className = "meta";
		word.textContent = named ? "The name was shown while you were reading." : "Changed while you were reading.";
		post.querySelector(".md").before(word);
	}
	old.replaceWith(post);
	if (inside) {
		post.tabIndex = -1;
		post.focus({ preventScroll: true });
	}
	tell(post, named);
}

function renew(post) {
	const behind = waiting.findIndex((other) => other.id === post.id);
	if (behind >= 0)
		waiting[behind] = post;
	else
		change(document.getElementById(post.id), post);
}

/* The same post twice is one; behind a full page the rest is on the next one. */
function take(html) {
	const part = document.createElement("template");
	part.innerHTML = html;
	const known = new Set([...shown(), ...waiting].map((post) => post.id));
	for (const child of [...part.content.children]) {
		const more = child.hasAttribute("data-later");
		if (more)
			close();
		if (known.has(child.id))
			renew(child);
		else if (more || number(child) > last())
			waiting.push(child);
	}
	if (waiting.some(number))
		offer();
}

function close() {
	source?.close();
	source = undefined;
}

/* For good: the reader may no longer read this, or has it open in too many places. */
function end(words) {
	close();
	note.textContent = words;
	place.prepend(note);
}

function open() {
	if (source || document.visibilityState !== "visible" || document.querySelector("[data-later]"))
		return;
	source = new EventSource(`/thread/${posts.dataset.live}/live?after=${last()}`);
	source.addEventListener("posts", (event) => take(event.data));
	source.addEventListener("end", () => end("No more news comes to this page. Load it again to see what is there now."));
	source.addEventListener("elsewhere", () => end("You have many pages open, so no more news comes to this one. Load it again to see what is new."));
}

if (posts && window.EventSource) {
	posts.after(place);
	button.addEventListener("click", show);
	document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
	addEventListener("pagehide", close);
	addEventListener("pageshow", open);
	open();
}
