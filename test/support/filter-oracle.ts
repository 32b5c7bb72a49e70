/** A row of the table that the judged filters run on. */
export interface Thing {
  readonly label: string | null;
  readonly size: number | null;
  readonly weight: number | null;
  readonly made_at: Date | null;
  readonly sold_at: Date | null;
  readonly bought: string | null;
  readonly sharp: boolean | null;
}

export type Json = Readonly<Record<string, unknown>>;

/** SQL's three values. */
type Truth = boolean | null;
type Value = string | number | boolean | null;

const DAY = 86_400_000;

/** What SQL would say of a filter in its JSON form, worked out without SQL. */
export function judge(node: Json, thing: Thing): Truth {
  if (Array.isArray(node['and'])) return all(node['and'].map((child: Json) => judge(child, thing)));
  if (Array.isArray(node['or'])) return some(node['or'].map((child: Json) => judge(child, thing)));
  if (node['not']) return not(judge(node['not'] as Json, thing));
  const name = node['name'] as keyof Thing;
  const stored = comparable(thing[name]);
  const op = String(node['op']);
  if (node['field']) return compare(op, stored, comparable(thing[node['field'] as keyof Thing]));
  return judgeTest(op, stored, node['val'], name.endsWith('_at'));
}

function judgeTest(op: string, stored: Value, val: unknown, isTime: boolean): Truth {
  switch (op) {
    case 'is_null':
      return stored === null;
    case 'is_not_null':
      return stored !== null;
    case 'in':
      return some((val as Value[]).map((each) => judgeTest('eq', stored, each, isTime)));
    case 'not_in':
      return not(judgeTest('in', stored, val, isTime));
    case 'between': {
      const [low, high] = val as Value[];
      return all([judgeTest('ge', stored, low, isTime), judgeTest('le', stored, high, isTime)]);
    }
  }
  const value = val as Value;
  if (value === null) return op === 'eq' ? stored === null : stored !== null;
  if (isTime) return judgeTime(op, stored, String(value));
  return TEXT_TESTS[op] ? judgeText(op, stored, String(value)) : compare(op, stored, value);
}

function judgeTime(op: string, stored: Value, text: string): Truth {
  const start = Date.parse(text);
  if (text.length > 10) return compare(op, stored, start);
  if (stored === null) return null;
  const [at, next] = [Number(stored), start + DAY];
  const truths: Record<string, boolean> = {
    eq: at >= start && at < next,
    ne: at < start || at >= next,
    gt: at >= next,
    ge: at >= start,
    lt: at < start,
    le: at < next,
  };
  return truths[op] ?? null;
}

const TEXT_TESTS: Readonly<Record<string, (stored: string, value: string) => boolean>> = {
  contains: (stored, value) => stored.includes(value),
  startswith: (stored, value) => stored.startsWith(value),
  endswith: (stored, value) => stored.endsWith(value),
  icontains: (stored, value) => lower(stored).includes(lower(value)),
  istartswith: (stored, value) => lower(stored).startsWith(lower(value)),
  iendswith: (stored, value) => lower(stored).endsWith(lower(value)),
  match: (stored, value) => value.split(/\s+/).every((word) => lower(stored).includes(lower(word))),
  like: (stored, value) => likeness(value, '').test(stored),
  ilike: (stored, value) => likeness(value, 'i').test(stored),
  not_like: (stored, value) => !likeness(value, '').test(stored),
  not_ilike: (stored, value) => !likeness(value, 'i').test(stored),
};

function judgeText(op: string, stored: Value, value: string): Truth {
  return stored === null ? null : (TEXT_TESTS[op]?.(String(stored), value) ?? null);
}

function likeness(pattern: string, flags: string): RegExp {
  const parts = pattern.match(/\\[^]|[^]/gu) ?? [];
  const source = parts.map((part) => {
    if (part === '%') return '.*';
    if (part === '_') return '.';
    const literal = part.length > 1 && part.startsWith('\\') ? part.slice(1) : part;
    return literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, `su${flags}`);
}

function compare(op: string, left: Value, right: Value): Truth {
  if (left === null || right === null) return null;
  const order =
    typeof left === 'string'
      ? Buffer.compare(Buffer.from(left), Buffer.from(String(right)))
      : Number(left) - Number(right);
  const truths: Record<string, boolean> = {
    eq: order === 0,
    ne: order !== 0,
    gt: order > 0,
    ge: order >= 0,
    lt: order < 0,
    le: order <= 0,
  };
  return truths[op] ?? null;
}

const comparable = (value: Thing[keyof Thing]): Value => (value instanceof Date ? value.getTime() : value);
const lower = (text: string): string => text.toLowerCase();
const not = (truth: Truth): Truth => (truth === null ? null : !truth);
const some = (truths: readonly Truth[]): Truth => not(all(truths.map(not)));

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}
