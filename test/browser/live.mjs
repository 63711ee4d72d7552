/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What arrives while one reads, what can be read without a network, what is found. */
import assert from "node:assert/strict";

import { pause, until } from "./house.mjs";

const replyForm = (page) => page.locator('main form[action$="/post"]');

async function threadOf(house) {
	const group = await house.find("student", "/home", /^\/group\/\d+/);
	return house.find("student", group, /^\/thread\/\d+/);
}

async function say(page, words) {
	await replyForm(page).locator("textarea").fill(words);
	await replyForm(page).locator("button").click();
	await page.locator("article", { hasText: words }).waitFor();
}

/* Two browsers: what one writes waits behind a button in the other, and nothing moves before it is pressed. */
async function arrives(house) {
	const thread = await threadOf(house);
	const reader = await house.visit("student"), writer = await house.visit("facilitator");
	await reader.goto(house.url + thread);
	await writer.goto(house.url + thread);
	const before = await reader.locator("article").count();
	await replyForm(reader).locator("textarea").fill("half a sentence");
	const top = await replyForm(reader).locator("textarea").evaluate((e) => e.getBoundingClientRect().top);
	const began = Date.now();
	await say(writer, "A swift came by");
	const button = reader.getByRole("button", { name: "1 new answer: show it" });
	await button.waitFor();
	assert.ok(Date.now() - began < 3000, "it took long");
	await say(writer, "And a second swift");
	await reader.getByRole("button", { name: "2 new answers: show them" }).waitFor();
	assert.equal(await reader.locator("article").count(), before, "nothing appeared by itself");
	assert.equal(await reader.locator("[role=status] button").count(), 1);
	assert.ok(Math.abs(await replyForm(reader).locator("textarea")
		.evaluate((e) => e.getBoundingClientRect().top) - top) < 120, "what is read stays where it is");
	await reader.getByRole("button", { name: "2 new answers" }).click();
	assert.equal(await reader.locator("article").count(), before + 2);
	assert.match(await reader.evaluate(() => document.activeElement.textContent), /A swift came by/);
	assert.equal(await replyForm(reader).locator("textarea").inputValue(), "half a sentence", "typing went on");
	await reader.reload();
	assert.equal(await reader.locator("article", { hasText: "swift" }).count(), 2);
}

/* Two browsers: what one changes or takes out, the other sees and is told, without reloading. */
async function changes(house) {
	const thread = await threadOf(house);
	const reader = await house.visit("student"), writer = await house.visit("facilitator");
	await writer.goto(house.url + thread);
	await say(writer, "A crane stands in the marsh");
	await say(writer, "A coot swims by");
	await reader.goto(house.url + thread);
	await reader.setViewportSize({ width: 360, height: 640 });
	const crane = reader.locator("article", { hasText: "A crane stands" });
	await crane.waitFor();
	await writer.locator("article", { hasText: "A crane stands" }).getByRole("link", { name: "Edit" }).click();
	await writer.locator("textarea").first().fill("A stork stands in the marsh");
	await writer.getByRole("button", { name: "Save the change" }).click();
	const stork = reader.locator("article", { hasText: "A stork stands" });
	await stork.waitFor({ timeout: 3000 });
	assert.equal(await crane.count(), 0);
	await stork.getByText("Changed while you were reading.").waitFor();
	await reader.locator("[role=status]", { hasText: "A post was changed by its author." }).waitFor();
	await writer.locator("article", { hasText: "A coot swims" }).getByRole("link", { name: "Delete" }).click();
	await writer.getByRole("button", { name: "Delete this post" }).click();
	await reader.locator("[role=status]", { hasText: "A post was deleted by its author." }).waitFor({ timeout: 3000 });
	assert.equal(await reader.locator("article", { hasText: "A coot swims" }).count(), 0);
	assert.equal(await reader.locator(".gone").last().innerText(), "This post was deleted by its author.");
	assert.ok(await reader.evaluate(() => document.documentElement.scrollWidth <= 360), "it fits");
}

/* Two browsers: who shows their name in the place of an alias has it in the other's open page, and nothing else is
   said to have changed. */
async function named(house) {
	const thread = await threadOf(house);
	const writer = await house.visit("student"), reader = await house.visit("facilitator");
	await writer.goto(house.url + thread);
	await replyForm(writer).locator("input[name=as][value=alias]").check();
	await say(writer, "A rail calls from behind the reeds");
	await say(writer, "And stays there");
	await reader.setViewportSize({ width: 360, height: 640 });
	await reader.goto(house.url + thread);
	const post = reader.locator("article", { hasText: "A rail calls" });
	const alias = await post.locator("h2").innerText();
	await writer.locator("article", { hasText: "A rail calls" }).getByRole("link", { name: "Show my name" }).click();
	await writer.locator("input[name=as][value=first]").check();
	await writer.locator("input[name=where][value=post]").check();
	await writer.locator("main form button").first().click();
	await reader.locator("[role=status]", { hasText: "Somebody shows their name now." }).waitFor({ timeout: 3000 });
	assert.notEqual(await post.locator("h2").innerText(), alias);
	await post.getByText("The name was shown while you were reading.").waitFor();
	assert.equal(await reader.locator("article", { hasText: "And stays there" }).locator("h2").innerText(), alias);
	assert.equal(await reader.getByText("while you were reading").count(), 1);
	assert.ok(await reader.evaluate(() => document.documentElement.scrollWidth <= 360), "it fits");
	await writer.goto(house.url + "/welcome/appear");
	await writer.locator("input[name=as][value=first]").check();
	await writer.getByRole("button", { name: "Use this name" }).click();
	await writer.waitForURL(/welcome\/mail/);
}

/* The same post in two windows, without script: the second is shown both texts and chooses. */
async function twice(house) {
	const thread = await threadOf(house);
	const one = await house.visit("student", { javaScriptEnabled: false });
	await one.setViewportSize({ width: 360, height: 640 });
	await one.goto(house.url + thread);
	await say(one, "A teal in two windows");
	await one.locator("article", { hasText: "A teal in two" }).getByRole("link", { name: "Edit" }).click();
	const other = await one.context().newPage();
	await other.goto(one.url());
	await one.locator("textarea").first().fill("A teal from the first");
	await one.getByRole("button", { name: "Save the change" }).click();
	await one.locator("article", { hasText: "A teal from the first" }).waitFor();
	await other.locator("textarea").first().fill("A teal from the second");
	const answer = other.waitForResponse((r) => r.request().method() === "POST");
	await other.getByRole("button", { name: "Save the change" }).click();
	assert.equal((await answer).status(), 409);
	await other.locator("#saved", { hasText: "A teal from the first" }).waitFor();
	assert.equal(await other.locator("textarea").first().inputValue(), "A teal from the second");
	await other.getByRole("button", { name: "Save my text instead" }).click();
	await other.locator("article", { hasText: "A teal from the second" }).waitFor();
	assert.equal(await other.locator("article", { hasText: "A teal from the first" }).count(), 0);
	await other.close();
}

/* What the device kept of a change that was not sent is of the text of then, and says so to the server. */
async function later(house) {
	const thread = await threadOf(house);
	const one = await house.visit("student");
	await one.goto(house.url + thread);
	await say(one, "A gull as it was");
	await one.locator("article", { hasText: "A gull as it" }).getByRole("link", { name: "Edit" }).click();
	const edit = one.url();
	await one.locator("textarea").first().fill("A gull typed on the bus");
	await pause(600);
	await one.goto(house.url + thread);
	const other = await house.visit("student", { javaScriptEnabled: false });
	await other.goto(edit);
	await other.locator("textarea").first().fill("A gull from the library");
	await other.getByRole("button", { name: "Save the change" }).click();
	await other.locator("article", { hasText: "A gull from the library" }).waitFor();
	await one.goto(edit);
	await one.getByText("was kept on this device").waitFor();
	assert.equal(await one.locator("textarea").first().inputValue(), "A gull typed on the bus");
	await one.getByRole("button", { name: "Save the change" }).click();
	await one.locator("#saved", { hasText: "A gull from the library" }).waitFor();
	assert.equal(await one.locator("textarea").first().inputValue(), "A gull typed on the bus");
	await one.getByRole("button", { name: "Save my text instead" }).click();
	await one.locator("article", { hasText: "A gull typed on the bus" }).waitFor();
	await one.goto(edit);
	assert.equal(await one.getByText("was kept on this device").count(), 0);
}

async function keep(page, house) {
	await page.goto(house.url + "/offline");
	await page.getByRole("button", { name: "Keep this week’s threads" }).click();
	await page.getByText("Kept. You can read").waitFor();
}

const kept = (page) => page.evaluate(async () => {
	const names = await caches.keys();
	return names.includes("cairn-kept") ? (await (await caches.open("cairn-kept")).keys()).map((r) => new URL(r.url).pathname) : [];
});

async function thisWeeksThread(page) {
	return (await kept(page)).find((each) => each.startsWith("/thread/"));
}

/* Reads, types, fails to send, comes back to the words, sends them when the network is there again. */
async function offline(house) {
	const page = await house.visit("student");
	await keep(page, house);
	const thread = await thisWeeksThread(page);
	assert.ok(thread, "a thread of this week is kept");
	await page.context().setOffline(true);
	await page.goto(house.url + thread);
	await page.getByText("You are offline. This is the page as it was").waitFor();
	assert.ok(await page.locator("article").count() > 0, "it can be read");
	await replyForm(page).locator("textarea").fill("Written in a tunnel");
	await replyForm(page).locator("button").click();
	await page.getByText("You are offline, so this was not sent.").waitFor();
	await pause(600);
	await page.reload();
	assert.equal(await replyForm(page).locator("textarea").inputValue(), "Written in a tunnel");
	await page.goto(house.url + "/me");
	assert.equal(await page.locator("h1").innerText(), "You are offline");
	await page.goto(house.url + thread);
	await page.context().setOffline(false);
	await replyForm(page).locator("button").click();
	await page.locator("article", { hasText: "Written in a tunnel" }).waitFor();
	assert.equal(await replyForm(page).locator("textarea").inputValue(), "", "the draft is let go of");
}

/* The network goes in the middle of sending, and the browser does not know it: the words are still there. */
async function lost(house) {
	const page = await house.visit("student");
	const thread = await threadOf(house);
	await page.goto(house.url + thread);
	await replyForm(page).locator("textarea").fill("Sent into a dead line");
	await page.route("**/post", (route) => route.abort("connectionreset"));
	await replyForm(page).locator("button").click();
	await pause(500);
	await page.unroute("**/post");
	await page.goto(house.url + thread);
	assert.equal(await replyForm(page).locator("textarea").inputValue(), "Sent into a dead line");
	await replyForm(page).locator("button").click();
	await page.locator("article", { hasText: "Sent into a dead line" }).waitFor();
	assert.equal(await page.locator("article", { hasText: "Sent into a dead line" }).count(), 1);
}

/* A device whose clock is an hour, or a day, off keeps words all the same. */
async function clocks(house) {
	const thread = await threadOf(house);
	for (const hours of [-1, 1, 25]) {
		const page = await house.visit("student");
		await page.goto(house.url + thread);
		const words = `Typed ${hours} hours off`;
		await replyForm(page).locator("textarea").fill(words);
		await pause(600);
		await page.clock.setFixedTime(Date.now() + hours * 3600000);
		await page.goto(house.url + thread);
		assert.equal(await replyForm(page).locator("textarea").inputValue(), words);
		await page.getByRole("button", { name: "Throw it away" }).click();
		await page.context().close();
	}
}

/* What was kept goes with who kept it. */
async function goes(house) {
	const page = await (await house.context()).newPage();
	await page.goto(house.link("student"));
	await page.locator("main form button").click();
	await page.waitForURL(/\/home$/);
	await keep(page, house);
	assert.ok((await kept(page)).length > 2);
	await page.goto(house.url + "/me");
	await page.locator('form[action="/sign-out"] button').click();
	await page.waitForLoadState();
	assert.ok(await until(async () => (await kept(page)).length === 0), "nothing is left after signing out");
	await page.context().setOffline(true);
	await assert.rejects(page.goto(house.url + "/home").then(async () => {
		await page.getByText("This is the page as it was").waitFor({ timeout: 1000 });
	}), "no page is shown");
	await page.context().setOffline(false);

	await page.goto(house.link("student"));
	await page.locator("main form button").click();
	await page.waitForURL(/\/home$/);
	await keep(page, house);
	await page.context().clearCookies();
	await page.goto(house.url + "/home");
	assert.ok(await until(async () => (await kept(page)).length === 0), "nothing is left when the session is over");
	await page.goto(house.link("facilitator"));
	await page.locator("main form button").click();
	await page.waitForURL(/\/home$/);
	await page.goto(house.url + "/groups");
	await pause(500);
	assert.deepEqual(await kept(page), [], "who signs in next has not asked for it");
}

async function chosen(house) {
	const page = await house.visit("student");
	await keep(page, house);
	await page.getByRole("button", { name: "Keep nothing on this device" }).click();
	await page.getByText("Nothing of Cairn is kept").waitFor();
	assert.deepEqual(await page.evaluate(() => caches.keys()), []);
	const manifest = await (await page.request.get(house.url + "/manifest.webmanifest")).json();
	assert.equal(manifest.start_url, "/home");
	const sizes = [];
	for (const icon of manifest.icons) {
		const answer = await page.request.get(house.url + icon.src);
		assert.equal(answer.status(), 200);
		assert.equal(answer.headers()["content-type"], icon.type);
		const wide = await page.evaluate(async (src) => {
			const image = new Image();
			image.src = src;
			await image.decode();
			return image.naturalWidth;
		}, icon.src);
		if (icon.type === "image/png")
			assert.equal(`${wide}x${wide}`, icon.sizes);
		sizes.push(icon.sizes);
	}
	assert.deepEqual(sizes, ["any", "192x192", "512x512"]);
	const touch = await page.locator("link[rel=apple-touch-icon]").evaluate(async (link) => {
		const asked = performance.getEntriesByName(link.href).length;
		const image = new Image();
		image.src = link.href;
		await image.decode();
		return [asked, image.naturalWidth, image.naturalHeight];
	});
	assert.deepEqual(touch, [0, 180, 180], "it is there, and no page fetches it");
}

async function finds(house, options) {
	const page = await house.visit("student", options);
	const words = options.javaScriptEnabled === false ? "A bittern booms at dusk" : "A bittern booms at dawn";
	await page.goto(house.url + await threadOf(house));
	await say(page, words);
	await pause(1500);
	await page.goto(house.url + "/search");
	await page.getByLabel("What are you looking for?").pressSequentially("bitern");
	if (options.javaScriptEnabled === false)
		await page.getByRole("button", { name: "Search" }).click();
	await page.locator("h2", { hasText: "Close to what you typed" }).waitFor();
	await page.getByLabel("What are you looking for?").fill("bitterns booming");
	if (options.javaScriptEnabled === false)
		await page.getByRole("button", { name: "Search" }).click();
	await page.locator("mark", { hasText: "bittern" }).first().waitFor();
	await page.locator("#found a").first().click();
	await page.locator("article", { hasText: words }).first().waitFor();
}

export async function liveTests(house) {
	return [
		["live: new answers arrive behind a button", () => arrives(house)],
		["live: what is changed or taken out is so in an open page", () => changes(house)],
		["live: a name that is shown is so in an open page", () => named(house)],
		["live: a post in two windows shows both texts", () => twice(house)],
		["live: a change that was kept on the device asks about what was saved meanwhile", () => later(house)],
		["live: this week is read and answered without a network", () => offline(house)],
		["live: what was typed outlives a dead line", () => lost(house)],
		["live: what was typed outlives a wrong clock", () => clocks(house)],
		["live: what was kept goes with its reader", () => goes(house)],
		["live: keeping is a choice for each device", () => chosen(house)],
		["live: a post is found as it is typed", () => finds(house, {})],
		["live: a post is found without script", () => finds(house, { javaScriptEnabled: false })],
	];
}
