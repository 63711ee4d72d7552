/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a question about times to what was said: the welcome meeting, and its pages. */
import assert from "node:assert/strict";

const ROOM = "https://meet.cairn.example/hello";

async function liveRound(house) {
	const group = await house.find("student", "/home", /^\/group\/\d+/);
	const meeting = await house.find("student", "/home", /^\/meeting\/\d+$/);
	const page = await house.visit("facilitator");
	await page.goto(house.url + "/rounds");
	const rounds = await page.locator('main a[href^="/round/"]').evaluateAll((all) => all.map((a) => a.getAttribute("href")));
	for (const round of rounds.filter((href) => /^\/round\/\d+$/.test(href))) {
		await page.goto(`${house.url}${round}/meeting`);
		if (await page.getByText("You are asking for times").count()) {
			const own = await page.locator('main a[href*="/meeting/"]').last().getAttribute("href");
			await page.context().close();
			return { group, meeting, round, own };
		}
	}
	throw new Error("no round asks for times");
}

/* While the time is asked for, which is how the demonstration begins. */
export async function meetingPages(house) {
	const { meeting, round, own } = await liveRound(house);
	return [
		["meeting-times", "student", meeting],
		["meeting-plan", "facilitator", `${round}/meeting`],
		["meeting-plan-group", "facilitator", own],
		["meeting-people", "facilitator", `${meeting}/people`],
	];
}

/* A student says which times suit, a facilitator takes one, the student says that they come. */
async function planned(house, options) {
	const { meeting, own, group } = await liveRound(house);
	const student = await house.visit("student", options);
	await student.goto(house.url + "/home");
	await student.getByRole("link", { name: "See the times" }).click();
	await student.getByRole("button", { name: /my times|what I said/ }).click();
	const boxes = student.locator('main input[name="at"]');
	if (!await boxes.first().isChecked())
		await boxes.first().check();
	await student.locator('main form[action$="/times"] button').click();
	await student.getByText("As soon as a time is chosen").waitFor();
	assert.ok(await student.locator('main input[name="at"]').first().isChecked());

	/* The student's own group gets a time of its own, so that the round can be asked again. */
	const staff = await house.visit("facilitator", options);
	const mine = own.replace(/\d+$/, group.match(/\d+/)[0]);
	await staff.goto(house.url + mine);
	await staff.locator("#link").fill("http://not.secure.example/");
	await staff.locator("#day").fill("2099-06-01");
	await staff.getByRole("button", { name: "Set the meeting" }).click();
	await staff.getByText("begins with https://").first().waitFor();
	assert.equal(await staff.locator("#day").inputValue(), "2099-06-01", "what was typed is still there");
	await staff.locator("#link").fill(ROOM);
	await staff.locator("#time").fill("18:30");
	await staff.getByRole("button", { name: "Set the meeting" }).click();
	await staff.getByText("The meeting is set.").waitFor();

	await student.goto(house.url + "/home");
	assert.match(await student.locator("main").innerText(), /Monday 1 June 2099, 18:30/);
	await student.getByRole("link", { name: "Say whether you come" }).click();
	await student.getByRole("button", { name: "I come" }).click();
	await student.getByText("Your answer is saved.").waitFor();
	assert.equal(await student.getByRole("button", { name: "I come" }).getAttribute("aria-pressed"), "true");
	const file = student.waitForEvent("download");
	await student.getByRole("link", { name: /Put it into my calendar/ }).click();
	assert.equal((await file).suggestedFilename(), "welcome-meeting.ics");

	await staff.getByRole("link", { name: "Who comes, who was there" }).click();
	assert.match(await staff.locator("main table").innerText(), /yes/);
	await staff.goBack();
	await staff.getByRole("button", { name: "Call it off" }).click();
	await staff.getByText("The meeting is called off.").waitFor();
	await student.reload();
	await student.getByText("is called off").waitFor();
	await staff.context().close();
	await student.context().close();
	assert.notEqual(meeting, mine);
}

export function meetingPaths(house) {
	return [
		["a meeting is asked for, set, answered and called off", () => planned(house, {})],
		["the same without script", () => planned(house, { javaScriptEnabled: false })],
	];
}
