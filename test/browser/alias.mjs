/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names and feelings: a student writes under an alias, keeps it in the thread, has another in the next, shows their
   name later; another member sees what others are meant to see; a safeguarding lead asks once. */
import assert from "node:assert/strict";
import { until } from "./house.mjs";

const field = (page) => page.locator("main form fieldset", { hasText: "Others see this name" });
const offered = async (page) => (await field(page).locator("label", { hasText: "alias" }).first().locator("b").innerText()).trim();
const article = (page, words) => page.locator("article", { hasText: words });

async function pick(page, value) {
	await field(page).locator(`input[name=as][value=${value}]`).check();
}

/* Later tests write under a name again. */
async function underAName(house) {
	const page = await house.visit("student");
	await page.goto(house.url + "/welcome/appear");
	await page.locator("input[name=as][value=first]").check();
	await page.getByRole("button", { name: "Use this name" }).click();
	await page.waitForURL(/welcome\/mail/);
}

/* The addresses of two threads of the student's group. */
async function threads(house, page) {
	await page.goto(house.url + "/home");
	await page.locator('main a[href^="/group/"]').first().click();
	const all = await page.locator('main ul.threads a[href^="/thread/"]').evaluateAll((links) => links.map((a) => a.href));
	return all.slice(-2);
}

async function say(page, words, as) {
	const form = page.locator('main form[action$="/post"]');
	await form.locator("textarea").fill(words);
	await pick(page, as);
	const name = await offered(page);
	await form.getByRole("button", { name: "Post my answer" }).click();
	await article(page, words).waitFor();
	return name;
}

async function underAnAlias(house, options) {
	const mark = options.javaScriptEnabled === false ? "plain" : "script";
	const page = await house.visit("student", options);
	const [one, two] = await threads(house, page);
	await page.goto(one);
	await page.locator("select[name=feeling]").selectOption("nervous");
	const first = await say(page, `Asked under an alias, ${mark}`, "alias");
	const mine = article(page, `Asked under an alias, ${mark}`);
	assert.match(await mine.innerText(), new RegExp(`^${first}`));
	assert.match(await mine.innerText(), /feeling nervous/);
	await page.goto(one);
	assert.ok(await field(page).locator("input[value=alias]").isChecked(), "who has an alias there begins with it");
	assert.equal(await say(page, `And again, ${mark}`, "alias"), first, "the same in the thread");
	await page.goto(two);
	assert.notEqual(await say(page, `In another thread, ${mark}`, "alias"), first, "another in the next");

	const group = new URL(await page.locator(".back a").first().getAttribute("href"), house.url).pathname;
	const facilitator = await house.visit("facilitator");
	for (const address of [one, two, house.url + group]) {
		await facilitator.goto(address);
		const text = await facilitator.locator("main").innerText();
		assert.ok(text.includes(address === one ? first : ""), "the alias is there");
	}
	await facilitator.goto(one);
	const seen = article(facilitator, `Asked under an alias, ${mark}`);
	assert.match(await seen.innerText(), new RegExp(`^${first}`));
	assert.doesNotMatch(await seen.innerHTML(), /Jess|edit|name"/);

	/* A step up, for all that stands under the alias in this thread. */
	await page.goto(one);
	await article(page, `And again, ${mark}`).getByRole("link", { name: "Show my name" }).click();
	await page.locator("input[name=as][value=first]").check();
	await page.getByRole("button", { name: "Show this name" }).click();
	assert.match(await article(page, `Asked under an alias, ${mark}`).innerText(), /^Jess/);
	await facilitator.goto(one);
	assert.match(await article(facilitator, `And again, ${mark}`).innerText(), /^Jess/);
	await facilitator.goto(two);
	assert.doesNotMatch(await article(facilitator, `In another thread, ${mark}`).innerText(), /Jess/);
	await underAName(house);
}

async function nameLead(house) {
	const admin = await house.visit("admin");
	await admin.goto(house.url + "/admin/people?q=coordinator");
	await admin.locator("main table a").first().click();
	await admin.getByLabel("Safeguarding lead").check();
	await admin.getByRole("button", { name: "Save" }).click();
	await admin.waitForURL(/\/admin\/people$/);
}

/* The administrator names the lead; the lead asks; the author reads why. */
async function askedOnce(house) {
	const page = await house.visit("student");
	const [one] = await threads(house, page);
	await page.goto(one);
	const alias = await say(page, "I do not know how to go on.", "alias");

	const facilitator = await house.visit("facilitator");
	await facilitator.goto(one);
	assert.equal(await facilitator.getByRole("link", { name: "Whose alias is it?" }).count(), 0);
	const lead = await house.visit("coordinator");
	assert.equal((await lead.goto(one)).status(), 404, "only who was named");
	await nameLead(house);
	await lead.goto(one);
	await lead.getByRole("link", { name: "Whose alias is it?" }).click();
	assert.doesNotMatch(await lead.locator("main").innerText(), /student@/);
	await lead.getByLabel(alias).check();
	await lead.locator("textarea").fill("They write that they do not know how to go on.");
	await lead.getByRole("button", { name: "Ask, and tell the person" }).click();
	await lead.locator("main strong").first().waitFor();
	assert.match(await lead.locator("main").innerText(), /student@cairn\.example/);
	await page.goto(house.url + "/me/data");
	assert.match(await page.locator("main").textContent(), /They write that they do not know how to go on/);
	assert.ok(await until(() => house.letters().some((text) => /wrote a post of yours/.test(text))), "a letter went out");
	const admin = await house.visit("admin");
	await admin.goto(house.url + "/admin/audit");
	const trail = await admin.locator("main table").innerText();
	assert.match(trail, /alias\.lift/);
	assert.doesNotMatch(trail, /go on/);
	await underAName(house);
}

/* What was typed and which name was chosen come back together, when the page was left by accident. */
async function choiceIsKept(house) {
	const page = await house.visit("student");
	const [one] = await threads(house, page);
	await page.goto(one);
	await field(page).locator("input[type=radio]:not(:checked)").last().check();
	const value = await field(page).locator("input[name=as]:checked").getAttribute("value");
	await page.locator('main form[action$="/post"] textarea').pressSequentially("Half a thought");
	await page.waitForTimeout(700);
	await page.goto(house.url + "/home");
	await page.goto(one);
	await page.locator(".note", { hasText: "kept on this device" }).waitFor();
	assert.equal(await field(page).locator("input[name=as]:checked").getAttribute("value"), value);
	await page.getByRole("button", { name: "Throw it away" }).click();
	assert.notEqual(await field(page).locator("input[name=as]:checked").getAttribute("value"), value);
}

export async function aliasPaths(house) {
	return [
		["alias: kept, changed, shown later", () => underAnAlias(house, {})],
		["alias: kept, changed, shown later, without script", () => underAnAlias(house, { javaScriptEnabled: false })],
		["alias: the choice is kept with the words", () => choiceIsKept(house)],
		["alias: a safeguarding lead asks once", () => askedOnce(house)],
	];
}

/* For pages.mjs: name, who looks, address. */
export async function aliasPages(house) {
	const page = await house.visit("student");
	const [one] = await threads(house, page);
	await page.goto(one);
	await say(page, "To be looked at under an alias.", "alias");
	const name = await article(page, "looked at under an alias").last().getByRole("link", { name: "Show my name" }).getAttribute("href");
	await page.context().close();
	const thread = new URL(one).pathname;
	return [["alias-name", "student", name], ["alias-who", "safeguarding", `${thread}/who`]];
}
