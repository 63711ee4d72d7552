/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The clinic: a CV is brought, covered, shown and withdrawn; somebody else's gets an answer. And its pages. */
import assert from "node:assert/strict";

const CV = "Jess Moran\n3 Caledonian Crescent\nEdinburgh\nEH11 2AN\n07700 900731 | jess@cairn.example\n\nSkills\nI can close a till.\n";

async function bringOne(house, options) {
	const page = await house.visit("student", options);
	const title = `Evenings in a bookshop, script ${options.javaScriptEnabled !== false}`;
	await page.goto(house.url + "/clinic");
	await page.getByRole("link", { name: "Bring a CV or a cover letter" }).click();
	await page.locator("#title").fill(title);
	await page.locator("#text").fill(CV);
	await page.locator("#goal").selectOption("1");
	await page.locator("#title").fill(" ");
	await page.getByRole("button", { name: "Find what to cover" }).click();
	await page.getByText("Say in one line").first().waitFor();
	assert.equal((await page.locator("#text").inputValue()).trim(), CV.trim(), "what was typed is kept");
	await page.locator("#title").fill(title);
	await page.getByRole("button", { name: "Find what to cover" }).click();
	await page.waitForURL(/\/check\/1$/);
	const seen = page.locator(".seen");
	for (const kind of ["name", "address", "phone number", "mail address"])
		assert.match(await seen.innerText(), new RegExp(`\\[${kind} covered\\]`));
	await page.locator("#also").fill("TILL");
	await page.getByRole("button", { name: "Look again with this" }).click();
	await page.waitForURL(/done=again/);
	assert.match(await seen.innerText(), /I can close a \[words covered\]\./);
	await page.getByRole("button", { name: "Show it to your group" }).click();
	await page.getByText("Your group sees it now.").waitFor();
	const address = new URL(page.url()).pathname;

	const other = await house.visit("facilitator", options);
	await other.goto(house.url + address);
	const text = await other.locator("body").innerText();
	assert.ok(text.includes("[address covered]"), text);
	for (const secret of ["Moran", "Caledonian", "EH11", "900731", "jess@"])
		assert.ok(!text.includes(secret), secret);

	await page.getByRole("link", { name: "Withdraw it" }).click();
	await page.getByRole("button", { name: "Withdraw it for good" }).click();
	await page.getByText("It is withdrawn.").waitFor();
	assert.equal((await other.goto(house.url + address)).status(), 404);
}

async function answerOne(house, options) {
	const page = await house.visit("student", options);
	await page.goto(house.url + "/clinic");
	await page.locator("main").getByRole("link", { name: "Evenings in a youth centre" }).last().click();
	await page.locator(".paper a", { hasText: "predicted 2:1" }).click();
	await page.waitForURL(/at=\d+#give$/);
	assert.match(await page.locator("blockquote").innerText(), /predicted 2:1/);
	const word = `Clear and short ${Date.now()}`;
	await page.locator("#idea").fill("I would put the year.");
	await page.locator("#works").fill(" ");
	await page.getByRole("button", { name: "Send feedback" }).click();
	await page.getByText("Say first what already works").first().waitFor();
	assert.equal(await page.locator("#idea").inputValue(), "I would put the year.");
	await page.locator("#works").fill(word);
	await page.getByRole("button", { name: "Send feedback" }).click();
	await page.locator(".said", { hasText: word }).waitFor();
	assert.match(await page.locator("li", { hasText: word }).innerText(), /predicted 2:1/);
	await page.locator(".said", { hasText: word }).getByRole("button").click();
	await page.getByText("It is taken back.").waitFor();
}

export async function clinicPaths(house) {
	return [[{}, "with script"], [{ javaScriptEnabled: false }, "without script"]].flatMap(([options, how]) => [
		[`a CV is covered, shown and withdrawn, ${how}`, () => bringOne(house, options)],
		[`feedback on a line says first what works, ${how}`, () => answerOne(house, options)],
	]);
}

/* Rows of pages.mjs. */
export async function clinicPages(house) {
	const page = await house.visit("student");
	await page.goto(house.url + "/clinic");
	const find = async (name) => page.locator("main").getByRole("link", { name }).last().getAttribute("href");
	const other = await find("Evenings in a youth centre"), own = await find("A summer with a charity");
	await page.context().close();
	const group = await house.find("facilitator", "/clinic", /^\/clinic\/group\/\d+$/);
	return [
		["clinic", "student", "/clinic"],
		["clinic-new", "student", "/clinic/new"],
		["clinic-paper", "student", `${other}?at=9`],
		["clinic-compare", "student", `${other}/compare`],
		["clinic-own", "student", own],
		["clinic-check", "student", `${own}/check/2`],
		["clinic-more", "student", `${own}/more`],
		["clinic-withdraw", "student", `${own}/withdraw`],
		["clinic-staff", "facilitator", "/clinic"],
		["clinic-group", "facilitator", group],
	];
}
