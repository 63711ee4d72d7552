/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The choice on the page /offline: whether this week's threads are kept on this device. It is made
 * where they are kept, so it goes with them: at the latest when their reader signs out.
 */
const place = document.getElementById("keep");
const button = place?.querySelector("button");
const said = document.createElement("p");
const workers = navigator.serviceWorker;


function ask(worker) {
	return new Promise((done) => {
		const line = new MessageChannel();
		line.port1.onmessage = (event) => done(event.data);
		worker.postMessage("keep", [line.port2]);
	});
}

async function keep() {
	said.textContent = "Keeping…";
	await workers.register("/service-worker.js");
	const good = await ask((await workers.ready).active);
	said.textContent = good ? "Kept. You can read this week’s threads here without a network now."
		: "That did not work. Please try again when the network is better.";
}

async function forget() {
	for (const one of await workers.getRegistrations())
		await one.unregister();
	for (const name of await caches.keys())
		await caches.delete(name);
	said.textContent = "Nothing of Cairn is kept on this device any more.";
}

async function show() {
	const on = await caches.has("cairn-kept");
	button.textContent = on ? "Keep nothing on this device" : "Keep this week’s threads on this device";
	button.onclick = async () => {
		button.setAttribute("aria-disabled", "true");
		await (on ? forget() : keep()).catch(() => { said.textContent = "This browser does not allow it."; });
		button.removeAttribute("aria-disabled");
		await show();
	};
}

if (button && workers && window.caches) {
	said.setAttribute("role", "status");
	place.append(said);
	button.disabled = false;
	await show();
}
