/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A double tap sends a form once. The server has the last word, by the form's "once" key; this
 * only keeps a slow network from looking broken. The button is not disabled, which would take
 * the focus away and drop its value: it is marked, and a second submit is not let through.
 */
const GIVE_UP = 15000;
const busy = new Map();

function rest(form) {
	const state = busy.get(form);
	if (!state)
		return;
	busy.delete(form);
	clearTimeout(state.timer);
	state.note.remove();
	form.removeAttribute("aria-busy");
	state.buttons.forEach((button) => button.removeAttribute("aria-disabled"));
}

function send(form) {
	const buttons = [...form.querySelectorAll("button:not([type=button]), input[type=submit]")];
	const note = document.createElement("span");
	note.className = "meta";
	note.setAttribute("role", "status");
	(buttons.at(-1) ?? form.lastElementChild).after(note);
	buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
	form.setAttribute("aria-busy", "true");
	/* A live region speaks when its words change, so the words come after it stands. */
	setTimeout(() => { note.textContent = "Sending…"; }, 50);
	busy.set(form, { buttons, note, timer: setTimeout(() => rest(form), GIVE_UP) });
}

/* Without a network the page stays as it is, with what was typed. */
function wait(form) {
	const note = form.querySelector(".unsent") ?? document.createElement("p");
	note.className = "note unsent";
	note.setAttribute("role", "status");
	form.append(note);
	setTimeout(() => {
		note.textContent = "You are offline, so this was not sent. It stays here: send it when the network is back.";
	}, 50);
}

document.addEventListener("submit", (event) => {
	const form = event.target;
	if (event.defaultPrevented || form.method !== "post")
		return;
	if (!navigator.onLine) {
		event.preventDefault();
		wait(form);
		return;
	}
	form.querySelector(".unsent")?.remove();
	if (busy.has(form))
		event.preventDefault();
	else
		send(form);
});

/* Coming back with the browser's own button shows the page as it was left: make it usable. */
addEventListener("pageshow", () => [...busy.keys()].forEach(rest));
