import { type Authentication, authenticate, ignoredPolicies } from '../../../lib/routing/policies';
import type { HttpRequest } from '../../../lib/routing/request/request';
import { type Metadata, requestAuthentication } from '../../scene';
import { indexOf, pod, request } from './requests';

const ME = { issuer: 'me' };
const claims = { iss: 'me', sub: 'joe' };

function authenticated(rules: readonly object[], changes: object = { claims }): Authentication {
  return authenticate(
    indexOf([requestAuthentication('shop/policy', { jwtRules: rules })]),
    pod(),
    request(changes),
  );
}

/** The result for a token, in a few words. */
function verdict(rules: readonly object[], token: object): string {
  const result = authenticated(rules, { claims: token });
  switch (result.is) {
    case 'rejected':
      return `${result.status}: ${result.because}`;
    case 'unmodelled':
      return result.because;
    case 'authenticated':
      return `rule ${result.rule}`;
    case 'anonymous':
      return `anonymous: ${result.because}`;
  }
}

describe('which rules apply (H2)', () => {
  test.each<[string, object, Metadata & { namespace?: string }, Authentication['is']]>([
    ['the namespace', {}, {}, 'rejected'],
    ['the labels', { selector: { matchLabels: { app: 'cart' } } }, {}, 'rejected'],
    ['other labels', { selector: { matchLabels: { app: 'bank' } } }, {}, 'anonymous'],
    ['the root namespace', {}, { namespace: 'istio-system' }, 'rejected'],
    [
      'labels, from the root namespace',
      { selector: { matchLabels: { app: 'cart' } } },
      { namespace: 'istio-system' },
      'rejected',
    ],
    ['another namespace', {}, { namespace: 'bank' }, 'anonymous'],
    ['targets', { targetRefs: [{ kind: 'Gateway', name: 'g' }] }, {}, 'anonymous'],
  ])('%s', (_, rest, { namespace = 'shop', ...metadata }, expected) => {
    const spec = { jwtRules: [{ issuer: 'you' }], ...rest };
    const index = indexOf([requestAuthentication(`${namespace}/policy`, spec, metadata)]);
    expect(authenticate(index, pod(), request({ claims })).is).toBe(expected);
  });

  test('all rules of all objects are combined', () => {
    const index = indexOf([
      requestAuthentication('shop/policy', { jwtRules: [{ issuer: 'you' }] }),
      requestAuthentication('istio-system/root', { jwtRules: [{ issuer: 'other' }, ME] }),
    ]);
    expect(authenticate(index, pod(), request({ claims }))).toMatchObject({
      is: 'authenticated',
      by: { kind: 'RequestAuthentication', namespace: 'istio-system', name: 'root' },
      rule: 1,
    });
  });

  test('malformed objects are ignored', () => {
    const index = indexOf([
      requestAuthentication('shop/a', { jwtRules: [{ issuer: 1 }] }),
      requestAuthentication('shop/b', { jwtRules: [{ forwardOriginalToken: 'yes' }] }),
    ]);
    expect(authenticate(index, pod(), request({ claims })).is).toBe('anonymous');
    expect(ignoredPolicies(index).map(({ name, because }) => [name, because])).toEqual([
      ['a', '"issuer" is not a string'],
      ['b', '"forwardOriginalToken" is neither true nor false'],
    ]);
  });
});

describe('acceptance of tokens (H2)', () => {
  const header = (name: string, prefix?: string) => ({
    fromHeaders: [{ name, ...(prefix ? { prefix } : {}) }],
  });
  test.each<[string, object[], object, string]>([
    ['the issuer', [ME], claims, 'rule 0'],
    ['an unknown issuer', [ME], { iss: 'you' }, '401: no rule is for issuer "you"'],
    ['no issuer', [ME], {}, '401: no rule is for issuer ""'],
    ['any issuer', [{ jwksUri: 'https://me' }], { iss: 'you' }, 'rule 0'],
    ['the second rule', [{ issuer: 'a' }, ME], claims, 'rule 1'],
    ['an audience', [{ ...ME, audiences: ['a', 'b'] }], { ...claims, aud: 'b' }, 'rule 0'],
    ['one of several audiences', [{ ...ME, audiences: ['b'] }], { ...claims, aud: ['a', 'b'] }, 'rule 0'],
    [
      'an audience with scheme',
      [{ ...ME, audiences: ['b.com'] }],
      { ...claims, aud: 'https://b.com/' },
      'rule 0',
    ],
    [
      'another audience',
      [{ ...ME, audiences: ['b'] }],
      { ...claims, aud: ['c'] },
      '403: audience ["c"] is not allowed',
    ],
    ['no audience', [{ ...ME, audiences: ['b'] }], claims, '403: audience [] is not allowed'],
    [
      'another audience, and another issuer',
      [{ issuer: 'a' }, { ...ME, audiences: ['b'] }, { issuer: 'z' }],
      claims,
      '403: audience [] is not allowed',
    ],
    ['an audience for the second rule', [{ ...ME, audiences: ['b'] }, ME], claims, 'rule 1'],
    ['an issuer that is not a string', [ME], { iss: 7 }, '401: the token is broken'],
    ['a subject that is not a string', [ME], { ...claims, sub: 7 }, '401: the token is broken'],
    ['an audience that is not a string', [ME], { ...claims, aud: { a: 1 } }, '401: the token is broken'],
    ['a header of its own', [{ ...ME, ...header('X-Jwt') }], claims, 'rule 0'],
    ['a parameter of its own', [{ ...ME, fromParams: ['token'] }], claims, 'rule 0'],
    ['a cookie of its own', [{ ...ME, fromCookies: ['token'] }], claims, 'rule 0'],
    [
      'an unknown issuer, where no rule looks for a token',
      [{ ...ME, ...header('x-jwt') }],
      { iss: 'you' },
      'anonymous: no RequestAuthentication looks for a token where the request has it',
    ],
    [
      'an unknown issuer, where another rule looks for a token',
      [{ ...ME, ...header('x-jwt') }, { issuer: 'a' }],
      { iss: 'you' },
      '401: no rule is for issuer "you"',
    ],
    ['rules that look elsewhere', [{ issuer: 'a', ...header('x-jwt') }, ME], claims, 'rule 1'],
    [
      'the same header with another prefix',
      [
        { ...ME, ...header('x-jwt', 'Me '), audiences: ['b'] },
        { issuer: 'z', ...header('x-jwt', 'You ') },
      ],
      claims,
      '403: audience [] is not allowed',
    ],
    [
      'the same header without a prefix, where the prefix makes the token invalid',
      [
        { issuer: 'z', ...header('x-jwt') },
        { issuer: 'a', ...header('x-jwt', 'A ') },
      ],
      { iss: 'a' },
      'rule 1',
    ],
    [
      'the same header in two ways, of which one is invalid',
      [{ ...ME, fromHeaders: [{ name: 'x-jwt', prefix: 'Me ' }, { name: 'x-jwt' }] }],
      claims,
      '401: the token is broken',
    ],
  ])('%s', (_, rules, token, expected) => expect(verdict(rules, token)).toBe(expected));

  test('a request without a token passes', () => {
    expect(authenticated([ME], {})).toEqual({
      is: 'anonymous',
      because: 'the request has no token',
      request: request(),
    });
  });

  test.each<[string, object, Partial<HttpRequest>, Authentication['is']]>([
    ['a word that is not a token', {}, { headers: new Map([['authorization', 'Bearer word']]) }, 'rejected'],
    ['a token', {}, { headers: new Map([['authorization', 'Bearer a.b.c']]) }, 'unmodelled'],
    ['nothing', {}, { headers: new Map([['authorization', 'Bearer ']]) }, 'rejected'],
    ['another scheme', {}, { headers: new Map([['authorization', 'Basic word']]) }, 'anonymous'],
    ['a parameter', {}, { query: 'a=b&access_token=a.b.c' }, 'unmodelled'],
    ['another parameter', {}, { query: 'a=b&token=a.b.c' }, 'anonymous'],
    ['a cookie', { fromCookies: ['jwt'] }, { headers: new Map([['cookie', 'a=b; jwt=word']]) }, 'rejected'],
    [
      'another cookie',
      { fromCookies: ['jwt'] },
      { headers: new Map([['cookie', 'jwtb=a.b.c']]) },
      'anonymous',
    ],
    [
      'a header',
      { fromHeaders: [{ name: 'X-Jwt' }] },
      { headers: new Map([['x-jwt', 'a.b.c']]) },
      'unmodelled',
    ],
  ])('%s in the request, without claims', (_, rule, changes, expected) => {
    expect(authenticated([{ ...ME, ...rule }], changes).is).toBe(expected);
  });

  test('a preflight request passes', () => {
    const preflight = new Map([
      ['origin', 'https://a'],
      ['access-control-request-method', 'GET'],
    ]);
    const token = { claims: { iss: 'you' } };
    expect(authenticated([ME], { ...token, method: 'OPTIONS', headers: preflight }).is).toBe('anonymous');
    expect(authenticated([ME], { ...token, method: 'GET', headers: preflight }).is).toBe('rejected');
    expect(authenticated([ME], { ...token, method: 'OPTIONS' }).is).toBe('rejected');
  });
});

describe('the results of a valid token (H2)', () => {
  test('the issuer, the subject and the claims', () => {
    const token = { ...claims, scope: 'a  b', permission: 'c', roles: 'd e', name: 'J D' };
    expect(authenticated([{ ...ME, spaceDelimitedClaims: ['roles'] }], { claims: token })).toMatchObject({
      token: {
        issuer: 'me',
        subject: 'joe',
        principal: 'me/joe',
        claims: { scope: ['a', 'b'], permission: ['c'], roles: ['d', 'e'], name: 'J D' },
        isForwarded: false,
      },
    });
  });

  test.each([
    [{}, false],
    [{ forwardOriginalToken: true }, true],
    [{ fromCookies: ['a'] }, true], // Envoy leaves cookies alone
    [{ fromParams: ['a'] }, false],
  ])('with %j, the token is forwarded: %s', (rule, isForwarded) => {
    const result = authenticated([{ ...ME, ...rule }]);
    expect(result).toMatchObject({ token: { isForwarded } });
    expect(result.is === 'authenticated' && result.request.claims).toEqual(isForwarded ? claims : undefined);
  });

  test('the header of the token is removed', () => {
    const headers = new Map([
      ['authorization', 'Bearer x'],
      ['a', 'b'],
    ]);
    const result = authenticated([ME], { claims, headers });
    expect(result).toHaveProperty('request.headers', new Map([['a', 'b']]));
    const kept = authenticated([{ ...ME, forwardOriginalToken: true }], { claims, headers });
    expect(kept).toHaveProperty('request.headers', headers);
  });

  test.each([
    ['token=x&b=%20c&a=%2F&d', 'a=/&b= c&d='],
    ['token=x', undefined],
    [undefined, undefined],
  ])(
    'where the token is taken out of the query %s, the other parameters are decoded and sorted: %s',
    (query, rest) => {
      const rule = { ...ME, fromParams: ['token'] };
      expect(authenticated([rule], { claims, query })).toHaveProperty('request.query', rest);
      const kept = authenticated([{ ...rule, forwardOriginalToken: true }], { claims, query });
      expect(kept).toHaveProperty('request.query', query);
    },
  );

  test('claims become headers, which the client cannot set', () => {
    const outputs = ['sub', 'n', 'f', 'b', 'o.p', 'list', 'none'].map((claim) => ({
      header: `X-${claim}`,
      claim,
    }));
    const rule = { ...ME, outputClaimToHeaders: outputs };
    const headers = new Map([
      ['x-none', 'forged'],
      ['x-sub', 'forged'],
      ['x-mine', 'kept'],
    ]);
    const token = { ...claims, n: 7, f: 1.5, b: true, o: { p: 'q' }, list: ['a'] };
    const payload = { ...ME, outputPayloadToHeader: 'X-Payload' };
    expect(authenticated([payload])).toHaveProperty(
      'request.headers',
      new Map([['x-payload', 'eyJpc3MiOiJtZSIsInN1YiI6ImpvZSJ9']]),
    );
    expect(authenticated([rule], { claims: token, headers })).toHaveProperty(
      'request.headers',
      new Map([
        ['x-mine', 'kept'],
        ['x-sub', 'joe'],
        ['x-n', '7'],
        ['x-f', '1.500000'],
        ['x-b', 'true'],
        ['x-o.p', 'q'],
      ]),
    );
    expect(authenticated([rule], { headers })).toHaveProperty(
      'request.headers',
      new Map([['x-mine', 'kept']]),
    );
  });
});
