/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * New answers arrive while a thread is being read. They wait behind a button, so that nothing moves
 * under the reader's eyes. The stream is open only while the page is on the screen. Nothing is sent
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

/* The same post twice is one; behind a full page the rest is on the next one. */
function take(html) {
	const part = document.createElement("template");
	part.innerHTML = html;
	const known = new Set([...shown(), ...waiting].map((post) => post.id));
	for (const child of [...part.content.children]) {
		const more = child.hasAttribute("data-later");
		if (more)
			close();
		if (more || (number(child) && !known.has(child.id)))
			waiting.push(child);
	}
	if (waiting.some(number))
		offer();
}

function close() {
	source?.close();
	source = undefined;
}

function open() {
	if (source || document.visibilityState !== "visible" || document.querySelector("[data-later]"))
		return;
	source = new EventSource(`/thread/${posts.dataset.live}/live?after=${last()}`);
	source.addEventListener("posts", (event) => take(event.data));
	source.addEventListener("end", close);
}

if (posts && window.EventSource) {
	posts.after(place);
	button.addEventListener("click", show);
	document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
	addEventListener("pagehide", close);
	addEventListener("pageshow", open);
	open();
}
