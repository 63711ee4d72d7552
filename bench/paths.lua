-- SPDX-License-Identifier: AGPL-3.0-or-later
-- wrk -s paths.lua URL -- FILE: asks for the paths of a file, one a line, drawn at random.
local requests = {}

function init(args)
	for path in io.lines(args[1]) do
		requests[#requests + 1] = wrk.format("GET", path)
	end
	local random = io.open("/dev/urandom", "rb")
	local a, b, c = random:read(3):byte(1, 3)
	random:close()
	math.randomseed(a * 65536 + b * 256 + c)
end

function request()
	return requests[math.random(1, #requests)]
end
