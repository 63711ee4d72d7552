/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a study notes, what becomes of it, and the end of its key: a student says that they read a thread, corrects
   their subject and takes their data away; a researcher chooses, makes a bundle and destroys the key. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

async function tapAndTakeAway(house, options) {
	const page = await house.visit("student", options);
	await page.goto(house.url + await house.find("student", await house.find("student", "/home", /^\/group\/\d+/), /^\/thread\/\d+/));
	await page.getByRole("button", { name: "I read this" }).click();
	await page.getByText("Noted, thank you").waitFor();

	await page.goto(house.url + "/study");
	await page.getByRole("heading", { name: "What is noted about who takes part" }).waitFor();
	await page.goto(house.url + "/me/data");
	await page.getByRole("heading", { name: "Who looked at what is sealed" }).waitFor();
	const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "as a page" }).click()]);
	assert.equal(download.suggestedFilename(), "my-cairn-data.html");
	const text = readFileSync(await download.path(), "utf8");
	assert.match(text, /read it, you said/);
	assert.match(text, /<\/html>\s*$/);

	await page.goto(house.url + "/me/data/subject");
	const form = page.locator("main form").first();
	const subject = await form.getByLabel("Subject").inputValue();
	await form.getByLabel("Year of your studies").selectOption("2");
	await form.getByRole("button", { name: "Save" }).click();
	await page.getByText("Corrected").waitFor();
	assert.equal(await form.getByLabel("Subject").inputValue(), subject);
}

async function chooseAndSever(house) {
	const page = await house.visit("researcher");
	await page.goto(house.url + "/reports/collects");
	const study = await page.locator('main input[name="study"]').inputValue();
	await page.getByLabel("Saved").uncheck();
	await page.getByRole("button", { name: "Save" }).click();
	await page.getByText("It holds from now on").waitFor();
	assert.ok(await page.locator('input[name="save"]').isDisabled(), "what is off stays off once people are in it");

	await page.goto(`${house.url}/reports/bundle?study=${study}`);
	await page.getByLabel("What it is for").fill("Before the key goes");
	await page.getByRole("button", { name: "Make and freeze" }).click();
	await page.getByText("Before the key goes", { exact: true }).waitFor();

	await page.goto(`${house.url}/reports/key?study=${study}`);
	await page.getByLabel("To be sure").fill("something else");
	await page.getByRole("button", { name: "Destroy the key" }).click();
	await page.locator("#name-wrong").waitFor();
	assert.equal(await page.getByLabel("To be sure").inputValue(), "something else");
	return { page, study };
}

async function end(house) {
	const { page, study } = await chooseAndSever(house);
	await page.getByLabel("To be sure").fill(study);
	await page.getByRole("button", { name: "Destroy the key" }).click();
	await page.getByText("The key was destroyed on").waitFor();
	const student = await house.visit("student");
	await student.goto(house.url + "/study");
	assert.equal((await student.goto(house.url + "/me/data")).status(), 200);
}

export const disclosePages = async () => [
	["collects", "researcher", "/reports/collects"],
	["key", "researcher", "/reports/key"],
	["correct", "student", "/me/data/subject"],
	["letter-old", null, "/read/nothing"],
];

export const disclosePaths = async (house) => [
	["my data: says that they read it, corrects, takes it away", () => tapAndTakeAway(house, {})],
	["my data: the same without script", () => tapAndTakeAway(house, { javaScriptEnabled: false })],
];

/* Last of all: nobody is in the study after it. */
export const discloseEnd = async (house) => [["my data: a study's key is destroyed", () => end(house)]];
