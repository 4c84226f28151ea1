import fc from 'fast-check';
import { EarlierMatches } from '../../lib/algebra/earlier-matches';
import type { Fields } from '../../lib/manifests/fields';
import type { HttpRequest } from '../../lib/routing/request/request';
import { compileMatch } from '../../lib/routing/route/match-request';
import { holds } from '../holds';
import { arbitraryMatch } from './arbitrary-match';

const PATHS = [
  '/',
  '/a',
  '/a/',
  '/a/1',
  '/a/b',
  '/ab',
  '/A',
  '/A/b',
  '/b',
  '/b/1',
  '/ba',
  '/c',
  '/c/1',
  '/d.png',
];
const MORE_PATHS = [
  '/a.png',
  '/a/x.png',
  '/b/x.png',
  '/c.png',
  '/A.png',
  '/A/.png',
  '/b/',
  '/c/',
  '/B',
  '/B/',
  '/B.png',
];
const VALUES = [undefined, '', 'jason', 'ja', 'jx', 'Jx', 'other'];
const METHODS = ['GET', 'GZ', 'POST', 'ZZ'];
const HOSTS = ['first.example.com', 'first.example.com:80', 'other'];

/** Requests of all sorts that the matches tell apart. */
const REQUESTS: readonly HttpRequest[] = [...PATHS, ...MORE_PATHS].flatMap((path) =>
  METHODS.flatMap((method) =>
    HOSTS.flatMap((authority) =>
      VALUES.flatMap((user) =>
        VALUES.map((q) => ({
          method,
          scheme: 'http' as const,
          authority,
          path,
          query: q === undefined ? undefined : `q=${q}`,
          headers: new Map(user === undefined ? [] : [['x-user', user]]),
        })),
      ),
    ),
  ),
);

function takes(match: Fields): (request: HttpRequest) => boolean {
  const { conditions } = compileMatch(match);
  return (request) => conditions.every((condition) => condition.holds(request));
}

test('a match is covered if and only if no request is left', () => {
  let [covered, left] = [0, 0];
  holds(
    fc.property(fc.array(arbitraryMatch, { minLength: 2, maxLength: 7 }), (matches) => {
      const earlier = new EarlierMatches<number>();
      const before: Fields[] = [];
      for (const [place, match] of matches.entries()) {
        const own = REQUESTS.filter(takes(match));
        const others = before.map(takes);
        const rest = own.filter((request) => !others.some((one) => one(request)));
        const owners = earlier.covering([match]);
        if (own.length > 0) {
          expect({ matches, place, isCovered: owners !== undefined }).toEqual({
            matches,
            place,
            isCovered: rest.length === 0,
          });
        }
        if (owners) {
          covered += 1;
          // Each of the owners is needed.
          for (const owner of owners) {
            const few = owners.filter((one) => one !== owner).flatMap((one) => others[one] ?? []);
            expect(own.some((request) => !few.some((one) => one(request)))).toBe(true);
          }
        } else {
          left += 1;
        }
        before.push(match);
        earlier.add(match, place);
      }
    }),
    60,
  );
  expect(covered).toBeGreaterThan(10);
  expect(left).toBeGreaterThan(10);
}, 900_000);
