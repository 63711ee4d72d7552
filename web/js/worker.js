/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Lets this week's threads be read without a network, on a device whose owner asked for it on the
 * page /offline. The network always comes first. Kept pages, and with them the wish, go when their
 * reader signs out, when the server says that the session is over, when somebody else is signed in
 * here, and after eight days.
 */
const SHELL = "cairn-shell-1", KEPT = "cairn-kept";
const AWAY = "/offline/away", LIST = "/offline/pages";
const AGAIN = 10 * 60 * 1000, OLD = 8 * 24 * 3600 * 1000; /* milliseconds */

const age = (answer) => Math.abs(Date.now() - Number(answer.headers.get("X-Kept-At") ?? 0));

async function stamped(answer, more = {}) {
	const headers = { "Content-Type": answer.headers.get("Content-Type"), "X-Kept-At": String(Date.now()), ...more };
	return new Response(await answer.text(), { headers });
}

/* A page without anybody's name, and the files that it needs. */
async function install() {
	const shell = await caches.open(SHELL);
	const away = await fetch(AWAY, { credentials: "omit" });
	const text = await away.clone().text();
	await shell.put(AWAY, away);
	await shell.addAll([...new Set(text.match(/\/asset\/[0-9a-z]+\/[\w./-]+/g))]);
}

async function activate() {
	for (const name of await caches.keys()) {
		if (name !== SHELL && name !== KEPT)
			await caches.delete(name);
	}
	await self.clients.claim();
}

const ownerOf = async (list) => (await list.clone().text()).split("\n")[0];

/* The server lists what may be kept: its first line is whose it is. before is the list of the last
   time, when there was one; who only happens to sign in here asked for nothing. */
async function keepAll(before) {
	const answer = await fetch(LIST);
	const list = answer.ok && !answer.redirected ? await stamped(answer) : null;
	if (!list || (before && await ownerOf(before) !== await ownerOf(list))) {
		await caches.delete(KEPT);
		return false;
	}
	const paths = (await list.clone().text()).trim().split("\n").slice(1);
	const kept = await caches.open(KEPT);
	await kept.put(LIST, list);
	for (const path of paths) {
		/* quiet: a page that was fetched to be kept was read by nobody yet. */
		const page = await fetch(`${path}?quiet=1`);
		const may = !page.headers.get("Cache-Control")?.includes("no-store");
		if (page.ok && !page.redirected && may)
			await kept.put(path, await stamped(page));
		else
			await kept.delete(path);
	}
	for (const request of await kept.keys()) {
		const path = new URL(request.url).pathname;
		if (path !== LIST && !paths.includes(path))
			await kept.delete(request);
	}
	await keepFiles(kept);
	return true;
}

/* Pages name their files by content, so those that a new version of Cairn brings are kept too. */
async function keepFiles(kept) {
	const shell = await caches.open(SHELL);
	const page = (await kept.matchAll()).at(-1);
	for (const file of new Set((await page?.text())?.match(/\/asset\/[0-9a-z]+\/[\w./-]+/g))) {
		if (!await shell.match(file))
			await shell.add(file);
	}
}

async function keepAgain() {
	const list = await caches.match(LIST, { cacheName: KEPT });
	if (list && age(list) > AGAIN)
		await keepAll(list);
}

/* The page as it was kept, with a line that says so. */
async function fromKept(path) {
	const page = await caches.match(path, { cacheName: KEPT });
	if (!page || age(page) > OLD)
		return null;
	const at = new Date(Number(page.headers.get("X-Kept-At")));
	const when = at.toLocaleString("en-GB", { weekday: "long", hour: "2-digit", minute: "2-digit" });
	const note = `<div class="note" role="status"><p>You are offline. This is the page as it was on ${when}. `
		+ "You can write; what you type is kept on this device until you are back and send it.</p></div>";
	const text = (await page.text()).replace(/<main[^>]*>/, (main) => main + note);
	return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

async function navigate(event, path) {
	try {
		const answer = await fetch(event.request);
		if (path.startsWith("/sign-in") || path === "/sign-out" || answer.status === 401)
			event.waitUntil(caches.delete(KEPT));
		else if (event.request.method === "GET" && path !== "/offline")
			event.waitUntil(keepAgain().catch(() => {}));
		return answer;
	} catch {
		const kept = event.request.method === "GET" ? await fromKept(path) : null;
		return kept ?? await caches.match(AWAY, { cacheName: SHELL }) ?? Response.error();
	}
}

async function file(event) {
	return await caches.match(event.request, { cacheName: SHELL }) ?? fetch(event.request);
}

self.addEventListener("install", (event) => event.waitUntil(install().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
	const url = new URL(event.request.url);
	if (url.origin !== self.location.origin)
		return;
	if (event.request.mode === "navigate")
		event.respondWith(navigate(event, url.pathname));
	else if (event.request.method === "GET" && url.pathname.startsWith("/asset/"))
		event.respondWith(file(event));
});
self.addEventListener("message", (event) => {
	const tell = (good) => event.ports[0]?.postMessage(good);
	event.waitUntil(keepAll().then(tell, () => tell(false)));
});
