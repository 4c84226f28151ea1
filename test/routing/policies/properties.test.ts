import fc from 'fast-check';
import { isRecord } from '../../../lib/manifests/manifest';
import {
  authenticate,
  clientTls,
  enforce,
  ignoredPolicies,
  namespaceMode,
  serverTls,
} from '../../../lib/routing/policies';
import type { Connection, HttpRequest } from '../../../lib/routing/request/request';
import { holds } from '../../holds';
import { authorizationPolicy, peerAuthentication, requestAuthentication } from '../../scene';
import { connection, indexOf, plaintext, pod, request } from './requests';

const JWT = requestAuthentication('shop/jwt', { jwtRules: [{ issuer: 'me' }] });

const some = <Value>(...values: Value[]) => fc.subarray(values, { minLength: 1 });
const optional = { requiredKeys: [] as never[] };
const source = fc.record(
  {
    principals: some('*', 'cluster.local/ns/front/sa/web', '*/sa/web', 'cluster.local/ns/back/*'),
    notPrincipals: some('*', '*/sa/other'),
    namespaces: some('front', 'b*k', '*'),
    notNamespaces: some('front', 'shop'),
    ipBlocks: some('10.0.0.0/8', '11.0.0.0/8'),
    notRemoteIpBlocks: some('203.0.113.0/24', '1.2.3.4'),
    requestPrincipals: some('*', 'me/joe', 'you/*'),
    notRequestPrincipals: some('*', 'me/jane'),
  },
  optional,
);
const operation = fc.record(
  {
    hosts: some('cart.shop', '*.shop', 'x'),
    notHosts: some('cart*'),
    methods: some('GET', 'POST'),
    paths: some('/items/*', '/items/{*}', '/admin'),
    notPaths: some('/items/1', '*/2'),
    ports: some('8080', '80'),
  },
  optional,
);
const when = fc.record({
  key: fc.constantFrom(
    'request.headers[a]',
    'destination.ip',
    'source.namespace',
    'request.auth.claims[sub]',
  ),
  values: some('front', 'joe', '10.0.0.0/8'),
});
const rule = fc.record(
  {
    from: fc.array(fc.record({ source }), { minLength: 1, maxLength: 2 }),
    to: fc.array(fc.record({ operation }), { minLength: 1, maxLength: 2 }),
    when: fc.array(when, { maxLength: 1 }),
  },
  optional,
);
const spec = (action: fc.Arbitrary<string>) => fc.record({ action, rules: fc.array(rule, { maxLength: 3 }) });
const specs = fc.array(spec(fc.constantFrom('ALLOW', 'DENY', 'AUDIT')), { maxLength: 4 });

const arrival: fc.Arbitrary<[Connection, HttpRequest | undefined]> = fc.tuple(
  fc.constantFrom(connection(), plaintext(), connection({ port: 80, destinationIp: '10.9.9.9' })),
  fc.constantFrom(
    undefined,
    request(),
    request({ method: 'POST', path: '/admin' }),
    request({ claims: { iss: 'me', sub: 'joe' } }),
    request({ headers: new Map([['a', 'front']]) }),
  ),
);

const policies = (all: readonly object[], namespace = 'shop', prefix = 'p') =>
  all.map((one, i) => authorizationPolicy(`${namespace}/${prefix}${i}`, one));

function verdict(objects: readonly unknown[], [from, http]: [Connection, HttpRequest | undefined]): string {
  return enforce(indexOf([JWT, ...objects]), pod(), from, http).is;
}

const RANK = ['denied', 'unmodelled', 'allowed'];
const more = (is: string) => RANK.indexOf(is);

describe('whatever the policies are', () => {
  test('another DENY policy allows nothing more', () => {
    holds(
      fc.property(specs, spec(fc.constant('DENY')), arrival, (before, extra, sender) => {
        expect(more(verdict(policies([...before, extra]), sender))).toBeLessThanOrEqual(
          more(verdict(policies(before), sender)),
        );
      }),
    );
  });

  test('another ALLOW policy denies nothing more, if there is one already', () => {
    holds(
      fc.property(specs, rule, spec(fc.constant('ALLOW')), arrival, (before, allowed, extra, sender) => {
        const some = [...before, { action: 'ALLOW', rules: [allowed] }];
        expect(more(verdict(policies([...some, extra]), sender))).toBeGreaterThanOrEqual(
          more(verdict(policies(some), sender)),
        );
      }),
    );
  });

  test('the first ALLOW policy allows nothing more', () => {
    holds(
      fc.property(spec(fc.constant('ALLOW')), arrival, (extra, sender) => {
        expect(more(verdict(policies([extra]), sender))).toBeLessThanOrEqual(more(verdict([], sender)));
      }),
    );
  });

  test('policies of other namespaces, AUDIT policies and dry runs change nothing', () => {
    holds(
      fc.property(specs, specs, arrival, (before, others, sender) => {
        const dry = others.map((one, i) =>
          authorizationPolicy(`shop/dry${i}`, one, { annotations: { 'istio.io/dry-run': 'true' } }),
        );
        const audits = others.map((one) => ({ ...one, action: 'AUDIT' }));
        const all = [
          ...policies(before),
          ...policies(others, 'bank'),
          ...dry,
          ...policies(audits, 'shop', 'audit'),
        ];
        expect(verdict(all, sender)).toBe(verdict(policies(before), sender));
      }),
    );
  });

  test('the order of policies, and whether they are in the root namespace, change nothing', () => {
    holds(
      fc.property(specs, arrival, (all, sender) => {
        const is = verdict(policies(all), sender);
        expect(verdict(policies([...all].reverse()), sender)).toBe(is);
        expect(verdict(policies(all, 'istio-system'), sender)).toBe(is);
      }),
    );
  });

  test('for HTTP, a rule denies exactly what it allows', () => {
    holds(
      fc.property(rule, arrival, (one, [from, http = request()]) => {
        const opposite = { allowed: 'denied', denied: 'allowed', unmodelled: 'unmodelled' };
        const allow = verdict(policies([{ action: 'ALLOW', rules: [one] }]), [from, http]);
        const deny = verdict(policies([{ action: 'DENY', rules: [one] }]), [from, http]);
        // A destination address that is not an address makes ALLOW match nothing, and is ignored in DENY.
        const isSound = !JSON.stringify(one).includes('destination.ip');
        expect(!isSound || deny === opposite[allow as keyof typeof opposite]).toBe(true);
      }),
    );
  });
});

describe('whatever is written', () => {
  const word = fc.constantFrom(
    'selector',
    'matchLabels',
    'rules',
    'from',
    'source',
    'principals',
    'to',
    'operation',
    'paths',
    'when',
    'key',
    'values',
    'action',
    'ALLOW',
    'DENY',
    'CUSTOM',
    'provider',
    'name',
    'mtls',
    'mode',
    'STRICT',
    'portLevelMtls',
    '8080',
    'jwtRules',
    'issuer',
    'audiences',
    'fromHeaders',
    'targetRefs',
    '__proto__',
    'constructor',
    '*',
    '{**}',
    'request.auth.claims[',
    '((((',
    'me',
    '',
    '\u0000',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 7, depthSize: 'large' },
      word,
      fc.constantFrom(null, true, 0, -1, Number.NaN),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(word, tie('tree'), { maxKeys: 4 }),
    ),
  }));

  test('nothing is thrown', () => {
    const kinds = ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'];
    holds(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), tree, tree, (all, claims, mesh) => {
        const objects = all.flatMap((spec, i) =>
          kinds.map((kind) => ({
            apiVersion: 'security.istio.io/v1',
            kind,
            metadata: { name: `o${i}`, namespace: 'shop' },
            spec,
          })),
        );
        const index = indexOf(objects, isRecord(mesh) ? mesh : {});
        const http = request(isRecord(claims) ? { claims } : {});
        enforce(index, pod(), connection(), http);
        enforce(index, pod(), plaintext());
        authenticate(index, pod(), http);
        serverTls(index, pod(), 8080);
        namespaceMode(index, 'shop');
        clientTls(index, 'sidecar', { namespace: 'shop', isExternal: false });
        expect(ignoredPolicies(index).every(({ because }) => because !== '')).toBe(true);
      }),
      50,
    );
  });

  test('objects of another shape are ignored and reported', () => {
    holds(
      fc.property(fc.oneof(fc.string(), fc.integer(), fc.array(fc.anything())), (broken) => {
        const objects = [
          authorizationPolicy('shop/policy', { rules: broken }),
          peerAuthentication('shop/policy', { mtls: broken }),
        ];
        const isList = Array.isArray(broken) && broken.every(isRecord);
        fc.pre(!isList);
        expect(ignoredPolicies(indexOf(objects))).toHaveLength(2);
      }),
    );
  });
});

test('each of ten thousand pods has its own policy', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => {
    const selector = { matchLabels: { app: `app${i}` } };
    return authorizationPolicy(`shop/p${i}`, {
      selector,
      action: i % 2 ? 'DENY' : 'ALLOW',
      rules: [{}],
    });
  });
  const index = indexOf(many);
  const decided = Array.from({ length: 1_000 }, (_, i) => {
    const { is, by } = enforce(
      index,
      pod({ labels: { tier: 'x', app: `app${i}` } }),
      connection(),
      request(),
    );
    return `${is} by ${by?.name}`;
  });
  expect(decided).toEqual(decided.map((_, i) => `${i % 2 ? 'denied' : 'allowed'} by p${i}`));
});
