import type { Redis } from 'ioredis';
import {
  type BudgetAccount,
  type BudgetLedger,
  budgetThresholds,
  type LedgerEntry,
  type Reservation,
} from './budget-ledger';

/** Longer than a month: what is over may go. */
const keySeconds = 40 * 86_400;

/**
 * The ledger that all processes share: one hash a tenant and month, with the field `spent`, a field `r:<id>` of
 * `<amount>:<milliseconds when it ends>` a reservation, and `told:<budget>`, the highest threshold that was reported.
 */
export class RedisBudgetLedger implements BudgetLedger {
  constructor(
    private readonly redis: Redis,
    private readonly timeoutMilliseconds = 1000,
  ) {}

  async reserve(
    { key, budgetMicroUsd }: BudgetAccount,
    { id, microUsd, seconds }: Reservation,
  ): Promise<'granted' | 'spent' | 'unknown'> {
    const now = Date.now();
    const answer = await this.run(reserveScript, key, [
      budgetMicroUsd,
      id,
      microUsd,
      now,
      now + seconds * 1000,
    ]);
    return answer as 'granted' | 'spent' | 'unknown';
  }

  async settle(account: BudgetAccount, reservationId: string, microUsd: number): Promise<LedgerEntry> {
    return this.change(account, settleScript, [reservationId, microUsd]);
  }

  async raise(account: BudgetAccount, spentMicroUsd: number): Promise<LedgerEntry> {
    return this.change(account, raiseScript, [spentMicroUsd, '']);
  }

  private async change(
    { key, budgetMicroUsd }: BudgetAccount,
    script: string,
    values: readonly (string | number)[],
  ): Promise<LedgerEntry> {
    const answer = await this.run(script, key, [budgetMicroUsd, ...values, keySeconds, ...budgetThresholds]);
    const [spent, ...passed] = (answer as (string | number)[]).map(Number);
    return {
      spentMicroUsd: spent ?? 0,
      passed: budgetThresholds.filter((percent) => passed.includes(percent)),
    };
  }

  /** A client that waits for its connection to come back would let the call wait with it. */
  private async run(script: string, key: string, values: readonly (string | number)[]): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      const late = (): void =>
        reject(new Error(`Redis did not answer within ${this.timeoutMilliseconds} ms.`));
      timer = setTimeout(late, this.timeoutMilliseconds);
    });
    const answer = this.redis.eval(script, 1, key, ...values);
    answer.catch(() => undefined);
    try {
      return await Promise.race([answer, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}

const reserveScript = `
  local budget, id, amount, now, ends = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
  local fields = redis.call('HGETALL', KEYS[1])
  local spent, reserved = nil, 0
  for index = 1, #fields, 2 do
    local name, value = fields[index], fields[index + 1]
    if name == 'spent' then
      spent = tonumber(value)
    elseif string.sub(name, 1, 2) == 'r:' then
      local held, till = string.match(value, '^(%d+):(%d+)$')
      if tonumber(till) <= tonumber(now) then
        redis.call('HDEL', KEYS[1], name)
      else
        reserved = reserved + tonumber(held)
      end
    end
  end
  if not spent then return 'unknown' end
  if spent + reserved >= tonumber(budget) then return 'spent' end
  redis.call('HSET', KEYS[1], 'r:' .. id, amount .. ':' .. ends)
  return 'granted'`;

/** Answers what is spent and the thresholds from ARGV[5] on that were passed and not yet told of. */
const report = `
  redis.call('EXPIRE', KEYS[1], ARGV[4])
  local spent = tonumber(redis.call('HGET', KEYS[1], 'spent') or '0')
  local budget = tonumber(ARGV[1])
  local told = 'told:' .. ARGV[1]
  local highest = tonumber(redis.call('HGET', KEYS[1], told) or '0')
  local answer = { string.format('%.0f', spent) }
  for index = 5, #ARGV do
    local percent = tonumber(ARGV[index])
    if spent * 100 >= budget * percent and highest < percent then
      redis.call('HSET', KEYS[1], told, percent)
      table.insert(answer, percent)
    end
  end
  return answer`;

const settleScript = `
  if redis.call('HDEL', KEYS[1], 'r:' .. ARGV[2]) == 1 then
    redis.call('HINCRBY', KEYS[1], 'spent', ARGV[3])
  end
  ${report}`;

const raiseScript = `
  local known = redis.call('HGET', KEYS[1], 'spent')
  if not known or tonumber(known) < tonumber(ARGV[2]) then
    redis.call('HSET', KEYS[1], 'spent', ARGV[2])
  end
  ${report}`;
