/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What people come to do, from end to end. */
import assert from "node:assert/strict";

import { pause, until } from "./house.mjs";

const STUDENT = "student@cairn.example";

/* In a fresh browser: asks for a link, takes it from the letter, presses the one button. */
async function signInByMail(house, page, address = STUDENT) {
	const before = house.letters().length;
	await page.goto(house.url + "/sign-in");
	await page.locator('form[action="/sign-in"] input[name=address]').fill(address);
	await page.locator('form[action="/sign-in"] button').click();
	await page.locator("h1", { hasText: "Check your mail" }).waitFor();
	return house.linkByMail(before);
}

async function useLink(page, link) {
	await page.goto(link);
	assert.equal(await page.locator("main form button").count(), 1, "one button");
	await page.locator("main form button").click();
	await page.waitForURL(/\/home$/);
}

const replyForm = (page) => page.locator('main form[action$="/post"]');
const article = (page, words) => page.locator("article", { hasText: words });

async function openOwnThread(house, page) {
	await page.goto(house.url + "/home");
	await page.locator('main a[href^="/group/"]').first().click();
	await page.locator('main a[href^="/thread/"]').first().click();
	await page.waitForURL(/\/thread\/\d+/);
	return page.url().split("#")[0];
}

async function say(page, words, shown = words) {
	await replyForm(page).locator("textarea").fill(words);
	await replyForm(page).locator("button").click();
	await article(page, shown).waitFor();
}

/* Home, group, thread, answer, useful, save, edit, delete: all a student does, with or without script. */
async function studentsDay(house, options) {
	const page = await (await house.context(options)).newPage();
	const mark = options.javaScriptEnabled === false ? "plain" : "script";
	await useLink(page, await signInByMail(house, page));
	assert.match(await page.locator(".banner").innerText(), /Week 2 of 4/);

	await openOwnThread(house, page);
	const words = `What helped me (${mark}) was to ask **early**`;
	await say(page, `${words} & <often>`, "early & <often>");
	const mine = article(page, "& <often>");
	assert.equal(await mine.locator("strong", { hasText: "early" }).count(), 1);

	const other = page.locator("article:not(.mine)").first();
	const id = await other.getAttribute("id");
	for (const name of ["Useful", "Save"]) {
		const button = page.locator(`#${id}`).getByRole("button", { name, exact: true });
		const was = await button.getAttribute("aria-pressed");
		await button.click();
		await page.locator(`#${id} button[aria-pressed="${was === "true" ? "false" : "true"}"]`, { hasText: name }).waitFor();
		if (was === "true") {
			await page.locator(`#${id}`).getByRole("button", { name, exact: true }).click();
			await page.locator(`#${id} button[aria-pressed="true"]`, { hasText: name }).waitFor();
		}
	}
	await page.goto(house.url + "/saved");
	assert.equal(await page.locator(`main a[href*="#${id}"]`).count(), 1, "it is on the list of what was saved");
	await page.locator(`main a[href*="#${id}"]`).click();

	await article(page, "& <often>").getByRole("link", { name: "Edit" }).click();
	assert.match(await page.locator("textarea").inputValue(), /\*\*early\*\* & <often>/);
	await page.locator("textarea").fill(`${words}, and again`);
	await page.locator("main form button").first().click();
	await article(page, "and again").waitFor();
	assert.match(await article(page, "and again").innerText(), /edited/);

	await article(page, "and again").getByRole("link", { name: "Delete" }).click();
	await page.locator("main form button").click();
	await page.locator(".gone").first().waitFor();
	assert.equal(await article(page, "and again").count(), 0);
}

async function startThread(house, options) {
	const page = await house.visit("student", options);
	const title = `A thread of my own, script ${options.javaScriptEnabled !== false}`;
	await page.goto(house.url + "/home");
	await page.locator('main a[href^="/group/"]').first().click();
	await page.locator('main a[href$="/thread/new"]').first().click();
	await page.locator("input[name=title]").fill(title);
	await page.locator("textarea").fill("And its first post.");
	await page.locator("main form button").click();
	await page.waitForURL(/\/thread\/\d+/);
	assert.equal(await page.locator("h1").innerText(), title);
	assert.equal(await page.locator("article").count(), 1);
}

/* Presses Tab until the wanted element has the focus, and looks that the focus can be seen all the way. */
async function tabTo(page, selector, most = 120) {
	for (let n = 0; n < most; n++) {
		await page.keyboard.press("Tab");
		const at = await page.evaluate((wanted) => {
			const e = document.activeElement;
			const style = getComputedStyle(e);
			const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
			return { there: e.matches(wanted), seen, html: e.outerHTML.slice(0, 100) };
		}, selector);
		assert.ok(at.seen, `the focus cannot be seen on ${at.html}`);
		if (at.there)
			return;
	}
	assert.fail(`${selector} is not reached by Tab`);
}

async function byKeyboard(house) {
	const context = await house.context({ viewport: { width: 1280, height: 800 } });
	const page = await context.newPage();
	const before = house.letters().length;
	await page.goto(house.url + "/sign-in");
	await tabTo(page, 'form[action="/sign-in"] input[name=address]');
	await page.keyboard.type(STUDENT);
	await page.keyboard.press("Enter");
	await page.locator("h1", { hasText: "Check your mail" }).waitFor();
	await page.goto(await house.linkByMail(before));
	await tabTo(page, "main form button");
	await page.keyboard.press("Enter");
	await page.waitForURL(/\/home$/);

	await page.keyboard.press("Tab");
	assert.match(await page.evaluate(() => document.activeElement.className), /skip/, "the first stop skips to the page");
	await page.keyboard.press("Enter");
	await tabTo(page, 'main a[href^="/group/"]');
	await page.keyboard.press("Enter");
	await page.waitForURL(/\/group\//);
	await tabTo(page, 'main a[href^="/thread/"]');
	await page.keyboard.press("Enter");
	await page.waitForURL(/\/thread\//);
	await tabTo(page, "main form textarea");
	await page.keyboard.type("Said with the keyboard alone.");
	await tabTo(page, "main form button");
	await page.keyboard.press("Enter");
	await article(page, "keyboard alone").waitFor();
}

async function lostSession(house, options) {
	const page = await house.visit("student", options);
	const words = `Typed before the session was lost, ${JSON.stringify(options)}`;
	await openOwnThread(house, page);
	await replyForm(page).locator("textarea").fill(words);
	await page.context().clearCookies();
	await replyForm(page).locator("button").click();
	await page.waitForLoadState();
	assert.ok((await page.content()).includes("Typed before the session was lost"), "the words are on the page");
	const before = house.letters().length;
	const address = page.locator('form[action^="/sign-in"] input[name=address]').first();
	await address.fill(STUDENT);
	await page.locator('form[action^="/sign-in"]', { has: page.locator("input[name=address]") }).first()
		.locator("button").click();
	const link = await house.linkByMail(before);
	await page.goto(link);
	await page.locator("main form button").click();
	await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
	assert.equal(await page.locator("textarea").inputValue(), words, page.url());
	/* Under which name it was to stand is not known any more, and not guessed. */
	assert.equal(await page.locator("input[name=as]:checked").count(), 0);
	await page.locator("input[name=as][value=first]").check();
	await page.locator("main form", { has: page.locator("textarea") }).locator("button").first().click();
	await article(page, words).waitFor();
}

async function draftOnTheDevice(house) {
	const page = await house.visit("student");
	const address = await openOwnThread(house, page);
	const words = "Half a thought on the bus";
	await replyForm(page).locator("textarea").pressSequentially(words);
	await pause(700);
	await page.goto(house.url + "/home");
	await page.goto(address);
	assert.equal(await replyForm(page).locator("textarea").inputValue(), words);
	await replyForm(page).locator("button").click();
	await article(page, words).waitFor();
	await page.goto(address);
	assert.equal(await replyForm(page).locator("textarea").inputValue(), "", "what was sent is not offered again");
}

async function doubleTap(house) {
	const page = await house.visit("student");
	const address = await openOwnThread(house, page);
	const words = "Tapped twice in a hurry";
	await replyForm(page).locator("textarea").fill(words);
	await replyForm(page).locator("button").evaluate((button) => { button.click(); button.click(); });
	await article(page, words).waitFor();
	await page.goto(address);
	assert.equal(await article(page, words).count(), 1);
}

async function anotherDevice(house) {
	const laptop = await (await house.context()).newPage();
	const link = await signInByMail(house, laptop);
	const phone = await (await house.context()).newPage();
	await phone.goto(link); /* a mail scanner opens it too, and uses nothing up */
	await (await (await house.context()).newPage()).goto(link);
	await useLink(phone, link);
	const late = await laptop.goto(link);
	assert.equal(late.status(), 410);
}

async function sessionsAreEnded(house) {
	const [one, two] = [await (await house.context()).newPage(), await (await house.context()).newPage()];
	await useLink(one, house.link("student"));
	await useLink(two, house.link("student"));
	await one.goto(house.url + "/me");
	const others = one.locator('main form[action^="/me/session/"] button');
	for (let left = await others.count(); left > 0; left = await others.count()) {
		await others.first().click();
		assert.ok(await until(async () => await others.count() < left), "a device less is listed");
	}
	house.cookies = {}; /* the other tests of this student sign in again */
	await two.goto(house.url + "/home");
	assert.match(two.url(), /\/sign-in/);
	await one.goto(house.url + "/home");
	assert.match(one.url(), /\/home$/);
	await one.goto(house.url + "/me");
	await one.getByRole("button", { name: /^Sign out$/ }).first().click();
	await one.goto(house.url + "/home");
	assert.match(one.url(), /\/sign-in/);
}

async function facilitatorMakesARound(house) {
	const page = await house.visit("facilitator", { viewport: { width: 1280, height: 900 } });
	await page.goto(house.url + "/rounds");
	await page.locator('main a[href="/rounds/new"]').click();
	const form = page.locator("main form", { has: page.locator("input[type=date]") });
	await form.locator("input[type=date]").first().fill("2027-03-01");
	await form.locator("[name=title]").fill("Spring");
	await form.locator("[name=name]").fill("spring-2027");
	await form.locator("button").last().click();
	await page.waitForURL(/\/round\/\d+(\?|$)/);
	const round = page.url().split("?")[0];
	assert.match(await page.locator("main").innerText(), /1 March/);

	await page.goto(round + "/people");
	const people = ["Ada Byron", "Ben Okoro", "Cerys Hughes", "Danuta Kowal", "Eli Stone", "Fay Ito"];
	const add = page.locator("main form", { has: page.locator("textarea") }).first();
	await add.locator("textarea").first()
		.fill(people.map((name) => `${name}, ${name.split(" ")[0].toLowerCase()}@uni.example, Chemistry, 2`).join("\n"));
	await add.locator("button").last().click();
	await page.waitForLoadState();
	await page.goto(round + "/people");
	const text = await page.locator("main").innerText();
	for (const name of people)
		assert.ok(text.includes(name), `${name} is in the round: ${text.slice(0, 600)}`);

	await page.goto(round + "/plan");
	await page.getByRole("button", { name: "Make these groups" }).click();
	await page.waitForURL(/\/round\/\d+/);
	await page.goto(round);
	assert.match(await page.locator("main").innerText(), /Chemistry/);
}

async function wrongRoundIsExplained(house) {
	const page = await house.visit("facilitator");
	await page.goto(house.url + "/rounds/new");
	const form = page.locator("main form", { has: page.locator("input[type=date]") });
	await form.locator("[name=title]").fill("A round without a day");
	await form.locator("[name=starts_on]").fill("");
	await form.evaluate((f) => { f.noValidate = true; });
	const [answer] = await Promise.all([page.waitForResponse((r) => r.request().method() === "POST"),
		form.locator("button").last().click()]);
	assert.equal(answer.status(), 422);
	assert.equal(await page.locator("[name=title]").inputValue(), "A round without a day");
	assert.equal(await page.locator("[name=starts_on]").getAttribute("aria-invalid"), "true");
	await page.locator('.problem a[href="#starts_on"]').click();
	assert.equal(await page.evaluate(() => document.activeElement.id), "starts_on", "the summary leads to the field");
}

async function theReport(house) {
	const page = await house.visit("researcher", { viewport: { width: 1280, height: 900 } });
	await page.goto(house.url + "/reports/participation");
	const text = await page.locator("main").innerText();
	for (const figure of ["56.08", "56.11", "0.719"])
		assert.ok(text.includes(figure), `${figure} is on the page`);
	assert.equal(await page.locator("main svg title").count() > 0, true, "the chart has a title");
	const rows = page.locator("main table tbody tr", { has: page.locator("td") });
	assert.ok(await rows.count() >= 24);
	const csv = await page.request.get(house.url + "/reports/participation.csv");
	const lines = (await csv.text()).trim().split("\n");
	assert.equal(lines[0].trim(), "participant,gender,subject,year,perceived_engagement,page_views");
	assert.equal(lines.length, 25);
	const json = await (await page.request.get(house.url + "/reports/participation.json")).json();
	assert.equal(json.rows.length, 24);
	assert.equal(json.summary.n, 24);
	assert.ok(Math.abs(json.summary.mean - 56.08) < 0.01 && Math.abs(json.summary.sd - 56.11) < 0.01);
}

/* Seconds in which the page was moved are counted; a page without script has none rather than zero. */
async function activeSeconds(house) {
	const page = await house.visit("student");
	await openOwnThread(house, page);
	const sent = page.waitForRequest((r) => r.url().endsWith("/trace/active"), { timeout: 20000 });
	for (let n = 0; n < 8; n++) {
		await page.mouse.move(40 + n * 10, 200);
		await pause(400);
	}
	await page.goto(house.url + "/home");
	const body = new URLSearchParams((await sent).postData());
	assert.ok(Number(body.get("seconds")) >= 2, body.toString());
	assert.ok(Number(body.get("seconds")) <= 6, body.toString());
}

/* At twice the size of its words a small phone still shows every page without sideways scrolling. */
async function largeWords(house) {
	const page = await house.visit("student");
	for (const address of ["/home", "/groups", "/saved", "/me", "/welcome/strengths", "/welcome/appear"]) {
		await page.goto(house.url + address);
		await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		assert.ok(wide <= 0, `${address} is ${wide} pixels too wide`);
	}
}

/* The first minutes without script: nothing is said in them that anybody else sees. */
async function firstMinutes(house) {
	const page = await house.visit("student", { javaScriptEnabled: false });
	await page.goto(house.url + "/me");
	await page.getByRole("link", { name: "My first minutes" }).click();
	await page.getByRole("link", { name: "What others found" }).click();
	await page.getByRole("button", { name: "Skip this page" }).click();
	await page.getByLabel("More than one language").check();
	await page.getByRole("button", { name: "Show me" }).click();
	assert.ok(await page.getByText("Working across languages").isVisible());
	assert.match(await page.getByLabel("Only you see this draft").inputValue(), /more than one language/);
	await page.getByLabel("Only you see this draft").fill("I speak two languages and bake bread.");
	await page.getByRole("button", { name: "Use it" }).click();
	await page.getByRole("button", { name: "Skip this page" }).click();
	await page.getByLabel("No letters").check();
	await page.getByRole("button", { name: "Go on" }).click();
	await page.getByRole("button", { name: "Go on" }).click();
	await page.waitForURL(/\/welcome\/begin$/);
	await page.getByRole("link", { name: "See the form where your text waits" }).click();
	assert.match(await page.locator("textarea").inputValue(), /bake bread/);
	await page.goto(house.url + "/me/mail");
	assert.ok(await page.getByLabel("No letters").isChecked());
	const other = await house.visit("facilitator");
	await other.goto(new URL(page.url()).origin + "/groups");
	assert.equal((await other.content()).includes("bake bread"), false);
}

export async function pathTests(house) {
	return [
		["a student's day", () => studentsDay(house, {})],
		["a student's day without script", () => studentsDay(house, { javaScriptEnabled: false })],
		["a thread is started", () => startThread(house, {})],
		["a thread is started without script", () => startThread(house, { javaScriptEnabled: false })],
		["the main path by keyboard", () => byKeyboard(house)],
		["a lost session keeps what was typed", () => lostSession(house, {})],
		["a lost session keeps what was typed without script", () => lostSession(house, { javaScriptEnabled: false })],
		["a draft waits on the device until it is sent", () => draftOnTheDevice(house)],
		["a double tap posts once", () => doubleTap(house)],
		["a link works from another device, once", () => anotherDevice(house)],
		["sessions are listed and ended", () => sessionsAreEnded(house)],
		["a facilitator makes a round", () => facilitatorMakesARound(house)],
		["a round that lacks its dates is explained", () => wrongRoundIsExplained(house)],
		["the participation report", () => theReport(house)],
		["active seconds are counted", () => activeSeconds(house)],
		["the first minutes", () => firstMinutes(house)],
		["words at twice their size", () => largeWords(house)],
	];
}
