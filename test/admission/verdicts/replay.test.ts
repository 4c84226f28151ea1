import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { check } from '../../../lib/checks/check';
import { manifestOf } from '../../../lib/manifests/manifest';

/** An object and what was said of it. README.md describes the format. */
interface Verdict {
  readonly id: string;
  readonly object: { readonly kind: string };
  readonly refusedBy?: 'API server' | 'webhook';
  readonly unknownFields?: boolean;
  readonly warns?: boolean;
}

type Said = readonly { readonly code: string; readonly level: string; readonly message: string }[];

/** The objects of which a check says something else than was recorded, each with the reason. */
const EXCEPTIONS: ReadonlyMap<string, string> = new Map();

const VERDICTS = gunzipSync(readFileSync(join(__dirname, 'objects.jsonl.gz')))
  .toString()
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Verdict);
const KINDS = [...new Set(VERDICTS.map(({ object }) => object.kind))].sort();

/** How a check differs from what was recorded; undefined where they agree. */
function difference({ refusedBy, unknownFields = false, warns = false }: Verdict, said: Said) {
  const has = (...codes: string[]) => said.some(({ code }) => codes.includes(code));
  const refusal = said.find(({ code, level }) => code === 'IST0106' && level === 'Error');
  if (refusedBy !== undefined) {
    return refusal || has('IST9001') ? undefined : `not refused as by the ${refusedBy}`;
  }
  if (refusal) {
    return `refused: ${refusal.message}`;
  }
  if (has('IST9001') !== unknownFields) {
    return unknownFields ? 'an unknown field is not named' : 'a known field is called unknown';
  }
  if (warns) {
    return has('IST0130', 'IST0131', 'IST0133') ? undefined : 'no warning';
  }
  return has('IST0133') ? 'a warning' : undefined;
}

function saidOf({ object }: Verdict): Said {
  const manifest = manifestOf(object);
  return manifest ? check([manifest], { istio: '1.30' }) : [];
}

const differences = new Map(
  VERDICTS.flatMap((verdict) => {
    const found = difference(verdict, saidOf(verdict));
    return found === undefined ? [] : [[verdict.id, `${verdict.object.kind}: ${found}`]];
  }),
);

test.each(KINDS)('objects of kind %s are admitted and refused as they really were', (kind) => {
  const unexpected = VERDICTS.filter(({ id, object }) => object.kind === kind && !EXCEPTIONS.has(id));
  expect(unexpected.flatMap(({ id }) => differences.get(id) ?? [])).toEqual([]);
});

test('an object that is judged as it really was is no exception any more', () => {
  expect([...EXCEPTIONS.keys()].filter((id) => !differences.has(id))).toEqual([]);
});

test('a check that contradicts a verdict is noticed', () => {
  const object = { kind: 'Gateway' };
  const error = (code: string) => [{ code, level: 'Error', message: 'wrong' }];
  expect(difference({ id: 'a', object, refusedBy: 'webhook' }, [])).toBe('not refused as by the webhook');
  expect(difference({ id: 'a', object, refusedBy: 'webhook' }, error('IST0106'))).toBeUndefined();
  expect(difference({ id: 'a', object }, error('IST0106'))).toBe('refused: wrong');
  expect(difference({ id: 'a', object }, error('IST9001'))).toBe('a known field is called unknown');
  expect(difference({ id: 'a', object, unknownFields: true }, [])).toBe('an unknown field is not named');
  expect(difference({ id: 'a', object, warns: true }, [])).toBe('no warning');
  expect(difference({ id: 'a', object }, error('IST0133'))).toBe('a warning');
});
