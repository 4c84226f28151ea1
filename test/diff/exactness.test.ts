import fc from 'fast-check';
import { diff } from '../../lib/diff/diff';
import { changedFate } from '../../lib/diff/fates/change';
import { oldPolicyNames } from '../../lib/diff/fates/renamed-policies';
import { manifestOf } from '../../lib/manifests/manifest';
import { MeshModel, trace } from '../../lib/routing';
import type { ArbitraryMesh } from '../arbitrary-mesh';
import { holds, STRIDE } from '../holds';
import { arbitraryCall, arbitraryPair } from './arbitrary-pair';

function modelOf({ objects, mesh }: ArbitraryMesh): MeshModel {
  return MeshModel.fromManifests(
    objects.flatMap((object) => manifestOf(object) ?? []),
    { mesh },
  );
}

/** Of a hundred requests, at most so many are not compared. */
const MOST_UNDECIDED = 1;
const MANY = 2_000;

test('a request changes its fate if and only if it is in a reported class', () => {
  let [changed, unchanged, undecided] = [0, 0, 0];
  holds(
    fc.property(
      arbitraryPair,
      fc.array(arbitraryCall, { minLength: 20, maxLength: 20 }),
      (pair, requests) => {
        const [old, next] = [modelOf(pair.old), modelOf(pair.new)];
        const oldNameOf = oldPolicyNames(old.index, next.index);
        const found = diff(old, next);
        for (const request of requests) {
          if (found.undecided.some(({ includes }) => includes(request))) {
            undecided += 1;
            continue;
          }
          const fate = changedFate(trace(old, request), trace(next, request), oldNameOf);
          const reported = found.differences.filter(({ includes }) => includes(request));
          expect({ request, fate, reported: reported.map(({ change }) => change) }).toEqual({
            request,
            fate,
            reported: fate ? [fate.change] : [],
          });
          changed += fate ? 1 : 0;
          unchanged += fate ? 0 : 1;
        }
        for (const { witness, change } of found.differences) {
          changed += 1;
          expect(changedFate(trace(old, witness), trace(next, witness), oldNameOf)?.change).toBe(change);
        }
      },
    ),
    STRIDE === 1 ? 20 : 25,
  );
  // A few pairs may have no change that is noticed, and few hosts that are left out.
  const asked = changed + unchanged + undecided;
  if (asked > MANY) {
    expect(Math.min(changed, unchanged)).toBeGreaterThan(asked / 50);
    expect((undecided * 100) / asked).toBeLessThanOrEqual(MOST_UNDECIDED);
  }
}, 900_000);
