/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A running Cairn with its demonstration in a temporary folder, a browser, and what the tests ask of both. */
import { AsyncLocalStorage } from "node:async_hooks";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";

export const need = createRequire(path.join(process.env.CAIRN_BROWSER, "package.json"));
const { chromium } = need("playwright-core");
const CAIRN = process.env.CAIRN;

/* The contexts that the running test has opened, so that they can be closed after it. */
export const opened = new AsyncLocalStorage();

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/* Asks again until the answer is true, or gives up. */
export async function until(ask, ms = 15000) {
	for (const end = Date.now() + ms; ;) {
		const answer = await ask();
		if (answer || Date.now() > end)
			return answer;
		await pause(50);
	}
}

function freePort() {
	return new Promise((done) => {
		const server = net.createServer().listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => done(port));
		});
	});
}

const listens = (port) => new Promise((done) => {
	const line = net.connect(port, "127.0.0.1", () => { line.destroy(); done(true); });
	line.on("error", () => done(false));
});

export class House {
	async open() {
		this.data = mkdtempSync(path.join(os.tmpdir(), "cairn-browser."));
		this.port = await freePort();
		this.url = `http://127.0.0.1:${this.port}`;
		writeFileSync(path.join(this.data, "cairn.conf"),
			`base_url = ${this.url}\nposts_an_hour = 100000\nsignins_an_hour = 100000\n`);
		execFileSync(CAIRN, ["demo", "--data", this.data], { stdio: ["ignore", "ignore", "inherit"] });
		this.process = spawn(CAIRN, ["serve", "--listen", `127.0.0.1:${this.port}`, "--data", this.data,
			"--mail", `dir:${this.data}/mail`], { stdio: ["ignore", "ignore", "pipe"] });
		this.said = "";
		this.process.stderr.on("data", (text) => { this.said = (this.said + text).slice(-20000); });
		if (!await until(() => listens(this.port)))
			throw new Error("the server does not answer: " + this.said);
		this.browser = await chromium.launch({
			executablePath: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/snap/bin/chromium"].find(existsSync),
			/* A camera and a microphone that Chromium makes up, and nobody asks for leave to use. */
			args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
				...process.getuid() === 0 ? ["--no-sandbox"] : []],
		});
		return this;
	}

	/* The exit code of the server; with the sanitizers it tells of what went wrong inside. */
	async close() {
		await this.browser?.close();
		const code = await new Promise((done) => {
			this.process.on("exit", done);
			this.process.kill("SIGTERM");
		});
		rmSync(this.data, { recursive: true, force: true });
		return code;
	}

	link(name) {
		return execFileSync(CAIRN, ["login-link", "--data", this.data, `${name}@cairn.example`], { encoding: "utf8" }).trim();
	}

	letters() {
		const folder = path.join(this.data, "mail");
		if (!existsSync(folder))
			return [];
		return readdirSync(folder).filter((name) => name.endsWith(".eml")).sort()
			.map((name) => readFileSync(path.join(folder, name), "utf8"));
	}

	/* The link in the newest letter once there are more than n letters. */
	async linkByMail(n) {
		if (!await until(() => this.letters().length > n))
			throw new Error("no letter came");
		const text = this.letters().at(-1).replace(/=\r?\n/g, "").replace(/=3D/gi, "=");
		return text.match(/https?:\/\/\S+/)[0];
	}

	async context(options = {}) {
		const usual = { viewport: { width: 360, height: 780 }, reducedMotion: "reduce" };
		const context = await this.browser.newContext({ ...usual, ...options });
		context.setDefaultTimeout(10000);
		opened.getStore()?.push(context);
		return context;
	}

	/* A page in which somebody is signed in; the cookies of each person are fetched once. */
	async visit(name, options = {}) {
		const context = await this.context(options);
		if (name) {
			this.cookies ??= {};
			this.cookies[name] ??= await this.cookiesOf(name);
			await context.addCookies(this.cookies[name]);
		}
		return context.newPage();
	}

	async cookiesOf(name) {
		const context = await this.context();
		const page = await context.newPage();
		await page.goto(this.link(name));
		await page.locator("main form button").click();
		await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
		const cookies = await context.cookies();
		await context.close();
		return cookies;
	}

	/* An address of the house from a link on a page, as somebody sees it. */
	async find(name, from, pattern) {
		const page = await this.visit(name);
		await page.goto(this.url + from);
		const found = await page.locator("main a[href]").evaluateAll((links) => links.map((a) => a.getAttribute("href")));
		await page.context().close();
		const href = found.find((each) => pattern.test(each));
		if (!href)
			throw new Error(`${from} has no link ${pattern}: ${found.join(" ")}`);
		return href.split("#")[0];
	}
}
