/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a list of addresses to the first question, and the pages on the way. */
import assert from "node:assert/strict";

const CSV = "No;Contact;Forename;Surname;Course;Stage\n1;law1@uni.example;Given;Family;Law;2\n2;nobody;No;One;Law;1\n";

const pathOf = (page) => new URL(page.url()).pathname;

async function newList(house, page, title) {
	await page.goto(house.url + "/lists/new");
	await page.locator("#title").fill(title);
}

async function pasted(house, page, title, lines) {
	await newList(house, page, title);
	await page.locator("#lines").fill(lines);
	await page.getByRole("button", { name: "Look at this list" }).click();
	await page.waitForURL(/\/list\/\d+/);
}

async function uploaded(house, page, title) {
	await newList(house, page, title);
	await page.locator("#file").setInputFiles({ name: "law.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) });
	await page.getByRole("button", { name: "Look at this list" }).click();
	await page.waitForURL(/\/columns$/);
}

async function sent(house, page) {
	const before = house.letters().length;
	await page.getByRole("button", { name: "Send these letters" }).click();
	await page.getByText("Sent on").waitFor();
	return house.linkByMail(before);
}

/* The columns are put right, the letter is changed and seen, and it goes out to one person. */
async function coordinatorInvites(house, options) {
	const page = await house.visit("coordinator", options);
	const script = options.javaScriptEnabled !== false;
	await uploaded(house, page, `Law, script ${script}`);
	assert.match(await page.locator("main").innerText(), /1 lines with an address, 1 that cannot be used/);
	await page.locator("#column_4").selectOption("0");
	await page.getByRole("button", { name: "Look again" }).click();
	await page.waitForURL(/look=1/);
	assert.equal(await page.locator("#column_4").inputValue(), "0");
	await page.getByRole("button", { name: "Use these columns" }).click();
	await page.waitForURL(/\/list\/\d+$/);

	await page.getByRole("link", { name: "Change the letter" }).click();
	await page.locator("#subject").fill("Hello from {sender} and {round}");
	const shown = page.locator("[data-of=subject]");
	if (!script)
		await page.getByRole("button", { name: "Show me the letter" }).click();
	await shown.getByText(/^Hello from [^{}]+ and [^{}]+$/).waitFor();
	await page.getByRole("button", { name: "Save the letter" }).click();
	await page.getByText("The letter is saved.").waitFor();
	assert.match(await page.locator(".sheet").innerText(), /Hello from [^{}]+ and/);
	await page.getByRole("button", { name: "Throw this list away" }).click();
	await page.getByText("all its addresses are gone").waitFor();
}

/* One button leads to the questions; the same link elsewhere leads to a letter. */
async function invitedPersonBegins(house, options) {
	const staff = await house.visit("coordinator", {});
	const name = options.javaScriptEnabled === false ? "plain" : "script";
	await pasted(house, staff, `One, ${name}`, `Eve Fox, ${name}@uni.example`);
	const link = await sent(house, staff);

	const page = await (await house.context(options)).newPage();
	await page.goto(link);
	assert.ok(!(await page.content()).includes(`${name}@uni.example`), "the address is masked");
	await page.getByRole("button", { name: "Start" }).click();
	await page.waitForURL(/\/join\/\d+\/why$/);
	await page.goto(link);
	await page.getByRole("button", { name: "Go on" }).click();
	await page.waitForURL(/\/join\/\d+\/why$/);

	const other = await (await house.context(options)).newPage();
	await other.goto(link);
	const before = house.letters().length;
	await other.getByRole("button", { name: "Send the link" }).click();
	await other.locator("h1", { hasText: "Check your mail" }).waitFor();
	assert.equal((await other.context().cookies()).length, 0, "nobody is signed in there");
	await other.goto(await house.linkByMail(before));
	await other.locator("main form button").click();
	await other.waitForURL(/\/join\/\d+\/why$/);
}

export async function invitePaths(house) {
	return [
		["a coordinator brings a list", () => coordinatorInvites(house, {})],
		["a coordinator brings a list without script", () => coordinatorInvites(house, { javaScriptEnabled: false })],
		["an invited person begins", () => invitedPersonBegins(house, {})],
		["an invited person begins without script", () => invitedPersonBegins(house, { javaScriptEnabled: false })],
	];
}

/* As test/browser/pages.mjs has them. */
export async function invitePages(house) {
	const page = await house.visit("coordinator");
	await uploaded(house, page, "Columns to be told");
	const columns = pathOf(page);
	await pasted(house, page, "Not sent", "Ann, pages-ann@uni.example\nnobody\n");
	const list = pathOf(page);
	await pasted(house, page, "Sent", "Ben, pages-ben@uni.example");
	const done = pathOf(page);
	const join = new URL(await sent(house, page)).pathname;
	await page.context().close();
	return [
		["lists", "coordinator", "/lists"],
		["list-new", "coordinator", "/lists/new"],
		["list-columns", "coordinator", columns],
		["list", "coordinator", list],
		["list-letter", "coordinator", `${list}/letter`],
		["list-sent", "coordinator", done],
		["list-sent-true", "researcher", done],
		["lists-senders", "researcher", "/lists/senders"],
		["lists-bounced", "facilitator", "/lists/bounced"],
		["join", null, join],
		["join-mine", null, join.replace("/join/", "/invitation/")],
		["join-no", null, join.replace("/join/", "/no-invitation/")],
		["join-none", null, "/join/nothing", 404],
	];
}
