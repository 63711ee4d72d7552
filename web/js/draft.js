/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Keeps what is typed on the device until the server has said that it has it.
 *
 * A form asks for this with data-draft="KEY"; the server puts the person and the place into KEY,
 * so that people who share a device never see each other's words. The page after a successful
 * post carries <meta name="cairn-saved" content="KEY">; after signing out, "*" lets go of all.
 * Of several things to choose from the one that was chosen is kept too, and with them the version
 * of a text that is being changed. Passwords, other hidden fields and files never are. Without
 * storage the form works as before.
 */
const PREFIX = "cairn-draft:";
const KEPT_FOR = 14 * 24 * 3600 * 1000, PAUSE = 400; /* milliseconds */
const VERSION = "version";
const TEXT = "textarea, input:is([type=text], [type=email], [type=number], [type=date])";

function read(store, name) {
	try {
		const kept = JSON.parse(store.getItem(name));
		return kept?.fields ? kept : null;
	} catch {
		return null;
	}
}

/* Lets go of what the server has, and of what nobody came back for. */
function forget(store) {
	const metas = [...document.querySelectorAll('meta[name="cairn-saved"]')];
	const saved = new Set(metas.flatMap((meta) => meta.content.split(" ")));
	for (const name of Object.keys(store).filter((any) => any.startsWith(PREFIX))) {
		const kept = read(store, name);
		const fresh = kept && Date.now() - kept.at < KEPT_FOR;
		if (!fresh || saved.has("*") || saved.has(name.slice(PREFIX.length)))
			store.removeItem(name);
	}
}

/* The fields that a person types into, each under a name that is its own even when names repeat. */
function typed(form) {
	const seen = new Map();
	const fields = new Map();
	for (const field of [...form.elements].filter((any) => any.name && any.matches(TEXT))) {
		const nth = seen.get(field.name) ?? 0;
		seen.set(field.name, nth + 1);
		fields.set(`${field.name}#${nth}`, field);
	}
	return fields;
}

function keep(store, name, form) {
	const fields = {};
	for (const [id, field] of typed(form)) {
		if (field.value !== field.defaultValue)
			fields[id] = field.value;
	}
	for (const one of form.querySelectorAll("input[type=radio]:checked")) {
		if (!one.defaultChecked)
			fields[`${one.name}=`] = one.value;
	}
	try {
		store.removeItem(name);
		if (Object.keys(fields).length && form.elements.version)
			fields[VERSION] = form.elements.version.value;
		if (Object.keys(fields).length)
			store.setItem(name, JSON.stringify({ at: Date.now(), fields }));
	} catch {
		/* The device has no room: the form still posts, so there is nothing to tell. */
	}
}

function offerDiscard(store, name, form, version) {
	const [note, words, button] = ["div", "p", "button"].map((tag) => document.createElement(tag));
	note.className = "note";
	note.setAttribute("role", "status");
	words.textContent = "What you had typed here was kept on this device. It has not been sent yet.";
	button.type = "button";
	button.className = "soft";
	button.textContent = "Throw it away";
	button.addEventListener("click", () => {
		store.removeItem(name);
		form.reset();
		if (version)
			form.elements.version.value = version;
		note.remove();
		typed(form).values().next().value?.focus();
	});
	note.append(words, button);
	form.before(note);
}

function restore(store, name, form) {
	const kept = read(store, name)?.fields ?? {};
	let changed = false;
	for (const [id, field] of typed(form)) {
		if (typeof kept[id] !== "string" || kept[id] === field.value)
			continue;
		field.value = kept[id];
		changed = true;
	}
	for (const one of form.querySelectorAll("input[type=radio]")) {
		if (kept[`${one.name}=`] === one.value && !one.checked)
			changed = one.checked = true;
	}
	if (!changed)
		return;
	/* The page may be of a later version than what was typed, which the server has to know. */
	const version = form.elements.version?.value;
	if (version && typeof kept[VERSION] === "string")
		form.elements.version.value = kept[VERSION];
	offerDiscard(store, name, form, version);
}

function watch(store, form) {
	const name = PREFIX + form.dataset.draft;
	let timer = 0;
	const now = () => {
		if (timer)
			keep(store, name, form);
		clearTimeout(timer);
		timer = 0;
	};
	restore(store, name, form);
	form.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(now, PAUSE);
	});
	form.addEventListener("submit", now);
	addEventListener("pagehide", now);
	document.addEventListener("visibilitychange", now);
}

try {
	const store = window.localStorage;
	forget(store);
	document.querySelectorAll("form[data-draft]").forEach((form) => watch(store, form));
} catch {
	/* No storage on this device, or it is forbidden: the form is a plain form. */
}
