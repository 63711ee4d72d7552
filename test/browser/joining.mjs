/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From an e-mail to the first minutes: a coordinator's list, the letter, ten questions, two consents. */
import assert from "node:assert/strict";

import { until } from "./house.mjs";

/* The two links of the letter that was sent to an address. */
async function linksTo(house, address) {
	const mine = (text) => text.toLowerCase().includes(`to: ${address}`) || text.toLowerCase().includes(`<${address}>`);
	assert.ok(await until(() => house.letters().some(mine)), `no letter to ${address}`);
	const text = house.letters().findLast(mine).replace(/=\r?\n/g, "").replace(/=3D/gi, "=");
	return [...text.matchAll(/https?:\/\/\S+/g)].map((found) => found[0]);
}

async function invite(house, lines) {
	const page = await house.visit("coordinator", { viewport: { width: 1280, height: 900 } });
	await page.goto(house.url + "/lists/new");
	await page.locator("[name=title]").fill("Second years");
	await page.locator("textarea").first().fill(lines);
	await page.locator("main form button").first().click();
	const said = await page.locator("main").innerText();
	await page.getByRole("button", { name: /send these letters/i }).click();
	await page.waitForLoadState();
	return said;
}

const step = (page) => new URL(page.url()).pathname.split("/").at(-1);
const goOn = (page) => page.locator("main form button").first().click();

/* Each answer is on the page that follows; nothing needs a script. */
async function answer(page) {
	await page.locator("[name=postcode]").fill("fk8");
	await goOn(page);
	assert.equal(step(page), "postcode");
	assert.equal(await page.locator("[name=postcode]").inputValue(), "fk8", "what was typed is kept");
	assert.equal(await page.locator("[name=postcode]").getAttribute("aria-invalid"), "true");
	await page.locator("[name=postcode]").fill("FK8 1AA");
	await goOn(page);
	await page.waitForURL(/parents$/);
	await page.getByLabel("No", { exact: true }).check();
	await goOn(page);
	await page.waitForURL(/school$/);
	await page.getByRole("button", { name: "Prefer not to say" }).click();
	await page.waitForURL(/subject$/);
	await page.locator("[name=other]").fill("Chemistry");
	await page.getByRole("button", { name: "Save and go on" }).click();
	await page.waitForURL(/year$/);
	await page.locator("main input[type=radio]").nth(1).check();
	await goOn(page);
	await page.waitForURL(/experience$/);
	await page.locator("main input[type=radio]").nth(1).check();
	await goOn(page);
}

async function rest(page) {
	await page.waitForURL(/career$/);
	await page.locator("main input[type=radio]").first().check();
	await goOn(page);
	for (const name of ["goals", "helps", "hours"]) {
		await page.waitForURL(new RegExp(`${name}$`));
		await page.locator("main input[type=checkbox]").first().check();
		await goOn(page);
	}
	await page.waitForURL(/check$/);
}

async function joins(house, options, name) {
	const address = `${name}@uni.example`;
	const said = await invite(house, `Nia Newcomer <${address}>\n${address.toUpperCase()}\nno address`);
	assert.match(said, /1 address/);
	assert.match(said, /1 line was refused/);
	const [join, no] = await linksTo(house, address);
	assert.match(join, /\/join\//);
	assert.match(no, /\/no-invitation\//);

	const scanner = await (await house.context(options)).newPage();
	await scanner.goto(join); /* a mail scanner opens links, and uses nothing up */
	const phone = await (await house.context(options)).newPage();
	await phone.goto(join);
	assert.ok(!(await phone.content()).includes(address), "the address is masked: the letter may have been passed on");
	await phone.getByRole("button", { name: "Start" }).click();
	await phone.waitForURL(/why$/);
	await goOn(phone);
	await answer(phone);
	await phone.waitForURL(/career$/);

	/* The link again, elsewhere: whoever holds the letter does not get in, the address gets a letter. */
	const before = house.letters().length;
	const laptop = await (await house.context(options)).newPage();
	await laptop.goto(join);
	await laptop.locator("main form button").first().click();
	await laptop.waitForLoadState();
	assert.ok(!/\/join\/\d+\//.test(laptop.url()), laptop.url());
	await laptop.goto(await house.linkByMail(before));
	await laptop.locator("main form button").click();
	await laptop.waitForURL(/\/join\/\d+\//);
	await laptop.goto(laptop.url().replace(/[a-z]+$/, "check"));
	assert.equal(step(laptop), "career", "half-finished questions go on where they were, on another device too");
	await rest(laptop);
	const understood = await laptop.locator("main").innerText();
	assert.match(understood, /Chemistry/);
	assert.ok(!/FK8/i.test(understood), "the postcode itself is nowhere");
	await goOn(laptop);
	await laptop.waitForURL(/terms$/);
	await laptop.getByRole("button", { name: /I agree/ }).click();
	await laptop.waitForURL(/study$/);
	assert.match(await laptop.locator("main").innerText(), /as much or as little as you like, or not at all/i);
	await laptop.locator("main form button[name=answer][value=yes]").click();
	await laptop.waitForURL(/\/welcome/);
	await laptop.goto(house.url + "/home");
	assert.equal((await laptop.goto(house.url + "/me/data")).status(), 200);
	assert.match(await laptop.locator("main").innerText(), /What you answered when you joined/);
}

async function refuses(house) {
	await invite(house, "Owen Other, owen@uni.example");
	const [join, no] = await linksTo(house, "owen@uni.example");
	const page = await (await house.context()).newPage();
	await page.goto(no);
	await page.locator("main form button").click();
	await page.waitForLoadState();
	const n = house.letters().length;
	await invite(house, "Owen Other, OWEN@uni.example\nPia Peer, pia@uni.example");
	await linksTo(house, "pia@uni.example");
	assert.equal(house.letters().slice(n).filter((text) => /owen@uni\.example/i.test(text)).length, 0, join);
}

export async function joiningTests(house) {
	return [
		["somebody joins by an invitation", () => joins(house, {}, "nia")],
		["somebody joins by an invitation without script", () => joins(house, { javaScriptEnabled: false }, "noor")],
		["who asks not to be invited is left alone", () => refuses(house)],
	];
}
