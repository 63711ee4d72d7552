-- SPDX-License-Identifier: AGPL-3.0-or-later
-- wrk -s replies.lua URL -- COOKIES PATHS: posts replies of 600 characters. Every line of COOKIES is a
-- person, every line of PATHS a thread to answer; each reply has a key and a text of its own.
local cookies, paths, key, n = {}, {}, "", 0
local words = ("what helped me was to **ask early** and to write one page a day "):rep(12):sub(1, 580)

local function encode(text)
	return (text:gsub("[^%w]", function(c) return ("%%%02X"):format(c:byte()) end))
end
local tail = encode(words)

function init(args)
	for line in io.lines(args[1]) do cookies[#cookies + 1] = line end
	for line in io.lines(args[2]) do paths[#paths + 1] = line end
	local random = io.open("/dev/urandom", "rb")
	local a, b, c, d = random:read(4):byte(1, 4)
	random:close()
	math.randomseed(a * 65536 + b * 256 + c)
	key = ("%02x%02x%02x%02x"):format(a, b, c, d)
end

function request()
	n = n + 1
	local headers = {
		["Cookie"] = cookies[n % #cookies + 1],
		["Content-Type"] = "application/x-www-form-urlencoded",
		["Sec-Fetch-Site"] = "same-origin",
	}
	local body = ("once=%s%06d&body=%s%d%%20%s"):format(key, n, key, n, tail)
	return wrk.format("POST", paths[math.random(1, #paths)], headers, body)
end

-- Anything but the redirect to the new post is a failure.
local wrong = 0
local threads = {}
function setup(thread) threads[#threads + 1] = thread end
function response(status)
	if status ~= 303 then wrong = wrong + 1 end
	failures = wrong
end
function done(summary, latency)
	local sum = 0
	for _, thread in ipairs(threads) do sum = sum + (thread:get("failures") or 0) end
	local e = summary.errors
	print(("replies %d wrong %d broken %d p50 %d p99 %d us"):format(summary.requests, sum,
		e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99)))
end
