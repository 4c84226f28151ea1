import fc from 'fast-check';
import { check } from '../../lib/checks';
import { Affected } from '../../lib/diff/changes/affected';
import { emptyReach } from '../../lib/diff/changes/reach';
import { traceClasses } from '../../lib/diff/classes/explore';
import { gatewayQuestions } from '../../lib/diff/requests/gateway-questions';
import { manifestOf } from '../../lib/manifests/manifest';
import { readYaml } from '../../lib/manifests/read-yaml';
import { MeshModel } from '../../lib/routing';
import { holds } from '../holds';
import { gateway, routes } from '../scene';
import { arbitraryMatch } from './arbitrary-match';

/** The routes that a request of some class takes. */
function takenIn(model: MeshModel): ReadonlySet<number> {
  const taken = new Set<number>();
  for (const question of gatewayQuestions(
    model,
    model,
    new Affected({ ...emptyReach(), everything: true }),
  )) {
    traceClasses(model, question, (_, { hops }) => {
      for (const hop of hops) {
        if (hop.hop === 'route' && hop.route.virtualService) {
          taken.add(hop.route.index);
        }
      }
    });
  }
  return taken;
}

test('check reports a route if and only if no class of requests takes it', () => {
  let [reported, others] = [0, 0];
  // The classes have the host header and the methods of usual requests only, and a match that never holds is another mistake.
  const match = arbitraryMatch.filter(
    ({ authority, method, headers, withoutHeaders }) =>
      authority === undefined &&
      !JSON.stringify([method]).includes('regex') &&
      (headers === undefined || withoutHeaders === undefined),
  );
  const list = fc.array(fc.array(match, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 6 });
  holds(
    fc.property(list, (matches) => {
      const destination = { host: 'reviews.default.svc.cluster.local' };
      const http = matches.map((one) => ({ match: one, route: [{ destination }] }));
      // Of messages about one line, some are left out.
      const manifests = readYaml(gateway('gw') + routes('a', http), 'test.yaml').manifests.flatMap(
        ({ object }) => manifestOf(object) ?? [],
      );
      const taken = takenIn(MeshModel.fromManifests(manifests));
      const found = new Set(
        check(manifests).flatMap(({ message, field = '' }) =>
          message.startsWith('is never reached') ? [Number(/\d+/.exec(field)?.[0])] : [],
        ),
      );
      const untaken = matches.flatMap((_, index) => (taken.has(index) ? [] : [index]));
      expect({ matches, found: [...found].sort((a, b) => a - b) }).toEqual({ matches, found: untaken });
      reported += found.size;
      others += taken.size;
    }),
    40,
  );
  expect(reported).toBeGreaterThan(10);
  expect(others).toBeGreaterThan(10);
}, 900_000);
