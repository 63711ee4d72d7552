/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The clinic: a CV is brought, covered, shown and withdrawn; somebody else's gets an answer. And its pages. */
import assert from "node:assert/strict";

import { pause } from "./house.mjs";

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

/* A PDF of one page with these lines. */
function pdf(lines) {
	const words = lines.map((line, n) => `BT /F 12 Tf 60 ${720 - 20 * n} Td (${line.replace(/[()\\]/g, "\\$&")}) Tj ET`).join("\n");
	const parts = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		`<</Length ${words.length}>>stream\n${words}\nendstream`, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"];
	return Buffer.from(`%PDF-1.4\n${parts.map((part, n) => `${n + 1} 0 obj\n${part}\nendobj\n`).join("")}trailer\n<</Root 1 0 R>>\n`);
}

/* By itself with script, by the link without. */
async function prepared(page, script) {
	for (let n = 0; n < 60 && await page.locator("[data-waiting]").count(); n++) {
		await pause(500);
		if (!script)
			await page.getByRole("link", { name: "Look again" }).click();
	}
	assert.equal(await page.locator("[data-waiting]").count(), 0);
}

async function bringFile(house, options) {
	const page = await house.visit("student", options), script = options.javaScriptEnabled !== false;
	await page.goto(house.url + "/clinic/new");
	await page.locator("#goal").selectOption("2");
	await page.locator("#title").fill(`A file, script ${script}`);
	await page.locator("#file").setInputFiles({ name: "cv.pdf", mimeType: "application/pdf", buffer: Buffer.from("no pdf") });
	await page.getByRole("button", { name: "Find what to cover" }).click();
	await page.getByText("This is no PDF, DOCX or ODT file").first().waitFor();
	await page.locator("#file").setInputFiles({ name: "cv.pdf", mimeType: "application/pdf", buffer: pdf(CV.split("\n")) });
	await page.getByRole("button", { name: "Find what to cover" }).click();
	await page.waitForURL(/\/check\/1$/);
	await prepared(page, script);
	await page.locator("h1", { hasText: "What is covered" }).waitFor();
	await page.getByText("Show the pages", { exact: true }).click();
	if (script) {
		await page.locator('[data-word="till."]').click();
		assert.equal(await page.locator("#also").inputValue(), "till.");
		const first = page.locator('input[name="on"]').first();
		await page.locator('[data-cover="0"]').first().click();
		assert.equal(await first.isChecked(), false);
		await page.locator('[data-cover="0"]').first().click();
		assert.equal(await first.isChecked(), true);
	}
	await page.getByRole("button", { name: "Show it to your group" }).click();
	await prepared(page, script);
	await page.locator("h1", { hasText: "A file" }).waitFor();
	const address = new URL(page.url()).pathname;

	const other = await house.visit("facilitator", options);
	const wire = await other.context().newCDPSession(other);
	let bytes = 0;
	await wire.send("Network.enable");
	wire.on("Network.loadingFinished", (e) => { bytes += e.encodedDataLength; });
	await other.goto(house.url + address, { waitUntil: "load" });
	await pause(700);
	assert.ok(bytes > 500 && bytes < 30000, `first view of a paper with pictures: ${bytes} bytes`);
	await other.getByText("Show the pages as pictures").click();
	const picture = other.locator(".leafpic img");
	await picture.scrollIntoViewIfNeeded();
	await other.waitForFunction(() => document.querySelector(".leafpic img").naturalWidth > 600);
	const alt = await picture.getAttribute("alt");
	assert.match(alt, /\[name covered\]/);
	assert.ok(!/Moran|Caledonian|900731/.test(await other.content()));
	const source = await picture.getAttribute("src");
	assert.equal((await other.request.get(house.url + source)).status(), 200);
	for (const secret of [source.replace("/page/", "/own/"), `${address}/file/1`])
		assert.equal((await other.request.get(house.url + secret)).status(), 404);
	await page.goto(`${house.url}${address}/withdraw`);
	await page.getByRole("button", { name: "Withdraw it for good" }).click();
	await page.getByText("It is withdrawn.").waitFor();
	assert.equal((await other.request.get(house.url + source)).status(), 404);
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
		[`a CV as a file is covered, painted and shown, ${how}`, () => bringFile(house, options)],
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
		["clinic-remove", "facilitator", `${other}/remove`],
	];
}
