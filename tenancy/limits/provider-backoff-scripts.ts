/**
 * What Redis knows of a busy provider, at one key: `failures` in a row, `until` (ms since 1970, by the clock of Redis,
 * so that pods agree), and `probe` while one call tries. It is forgotten some time after the wait.
 */
const nowMs = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local failures = tonumber(redis.call('HGET', KEYS[1], 'failures') or '0')
local until_ms = tonumber(redis.call('HGET', KEYS[1], 'until') or '0')
`;

/** ARGV: ms that a probe may take. Answers `{1, is this a probe}`, or `{0, ms to wait}`. */
export const admitScript = `${nowMs}
if failures == 0 then return {1, 0} end
if now < until_ms then return {0, until_ms - now} end
redis.call('HSET', KEYS[1], 'until', string.format('%.0f', now + ARGV[1]), 'probe', '1')
redis.call('PEXPIRE', KEYS[1], math.max(redis.call('PTTL', KEYS[1]), 2 * ARGV[1]))
return {1, 1}
`;

/**
 * ARGV: base ms, cap ms, ms that the provider asked for, random 0…1. Waits half the doubled time, and up to as much
 * again at random; never less than asked for. Failures of calls that were already under way when the wait began count
 * as one.
 */
export const busyScript = `${nowMs}
local is_waiting = now < until_ms and redis.call('HGET', KEYS[1], 'probe') ~= '1'
if not is_waiting then failures = failures + 1 end
local doubled = math.min(tonumber(ARGV[2]), ARGV[1] * 2 ^ math.min(failures - 1, 30))
local wait = math.max(doubled / 2 * (1 + ARGV[4]), tonumber(ARGV[3]))
local ends = now + wait
if is_waiting then ends = math.max(ends, until_ms) end
redis.call('HSET', KEYS[1], 'failures', failures, 'until', string.format('%.0f', ends), 'probe', '0')
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', ends - now + 2 * ARGV[2]))
return math.floor(ends - now)
`;
