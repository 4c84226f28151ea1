import { generateKeyPairSync } from 'node:crypto';
import { ApiObject, Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import {
  EchoServer,
  JwtKeys,
  type JwtRule,
  RequestAuthentication,
  type RequestAuthenticationProps,
} from '../../lib';
import { mistakesOf, newChart, specOf } from '../support';

const issuer = 'https://accounts.example.com';
const jwksUri = 'https://accounts.example.com/keys.json';
const keys = JwtKeys.uri(jwksUri);

function newAuthentication(...jwtRules: JwtRule[]): RequestAuthentication {
  return new RequestAuthentication(newChart(), 'jwt', { jwtRules });
}

const ruleOf = (rule: JwtRule) => (specOf(newAuthentication(rule)) as { jwtRules: unknown[] }).jwtRules[0];

function mistakesIn(authentication: RequestAuthentication): string[] {
  return mistakesOf(authentication).map((line) =>
    line.replace('[test/jwt] RequestAuthentication "test-jwt": spec.', ''),
  );
}

const mistakesInRule = (rule: JwtRule) =>
  mistakesIn(newAuthentication(rule)).map((line) => line.replace('jwtRules[0].', ''));

test('tokens of one issuer for a workload', () => {
  const authentication = new RequestAuthentication(newChart(), 'jwt', {
    metadata: { labels: { team: 'a' } },
    selector: new EchoServer(newChart(), 'echo'),
    jwtRules: [{ issuer, keys, audiences: ['shop'] }],
  });

  expect(Testing.synth(Chart.of(authentication))).toEqual([
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'RequestAuthentication',
      metadata: { labels: { team: 'a' }, name: 'test-jwt', namespace: 'default' },
      spec: {
        jwtRules: [
          {
            audiences: ['shop'],
            issuer: 'https://accounts.example.com',
            jwksUri: 'https://accounts.example.com/keys.json',
          },
        ],
        selector: { matchLabels: { app: 'echo', version: 'v1' } },
      },
    },
  ]);
  expect(authentication.node.defaultChild).toBe(ApiObject.of(authentication));
});

test('every field of a rule', () => {
  expect(
    ruleOf({
      issuer,
      keys: JwtKeys.uri(jwksUri, { timeout: Duration.seconds(2) }),
      audiences: ['shop', 'billing'],
      fromHeaders: [{ name: 'X-Token' }, { name: 'Authorization', prefix: 'Bearer ' }],
      fromParams: ['token'],
      fromCookies: ['session'],
      outputPayloadToHeader: 'X-Payload',
      outputClaimToHeaders: [{ header: 'X-Group', claim: 'realm.group' }],
      forwardOriginalToken: true,
      spaceDelimitedClaims: ['roles'],
    }),
  ).toEqual({
    issuer,
    jwksUri,
    timeout: '2s',
    audiences: ['shop', 'billing'],
    fromHeaders: [{ name: 'X-Token' }, { name: 'Authorization', prefix: 'Bearer ' }],
    fromParams: ['token'],
    fromCookies: ['session'],
    outputPayloadToHeader: 'X-Payload',
    outputClaimToHeaders: [{ header: 'X-Group', claim: 'realm.group' }],
    forwardOriginalToken: true,
    spaceDelimitedClaims: ['roles'],
  });
});

test('rules that are added later', () => {
  const authentication = new RequestAuthentication(newChart(), 'jwt');
  authentication.addJwtRule({ issuer, keys });
  authentication.addJwtRule({ issuer: 'https://other.example.com', keys });

  expect(specOf(authentication)).toEqual({
    jwtRules: [
      { issuer, jwksUri },
      { issuer: 'https://other.example.com', jwksUri },
    ],
  });
  expect(mistakesOf(authentication)).toEqual([]);
});

test('refuses no rules', () => {
  expect(mistakesIn(newAuthentication())).toEqual([
    'jwtRules is empty, so no token is validated; add a rule [IST9010]',
  ]);
});

describe('keys', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const koblitz = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
  const ed25519 = generateKeyPairSync('ed25519');
  const jwk = ({ publicKey }: typeof rsa) => ({ kty: '', ...publicKey.export({ format: 'jwk' }), kid: 'a' });
  const noKey =
    'is not a JSON Web Key for signatures; write a complete key of type RSA, EC, OKP or oct [IST0106]';

  test('from the issuer', () => {
    const rule = { issuer, keys: JwtKeys.discovery({ timeout: Duration.millis(500) }) };

    expect(ruleOf(rule)).toEqual({ issuer, timeout: '500ms' });
    expect(mistakesInRule(rule)).toEqual([]);
  });

  test('in the manifest, as an object or as JSON', () => {
    const jwks = JSON.stringify({ keys: [jwk(rsa)] });

    expect(ruleOf({ issuer, keys: JwtKeys.inline({ keys: [jwk(rsa)] }) })).toEqual({ issuer, jwks });
    expect(ruleOf({ issuer, keys: JwtKeys.inline(jwks) })).toEqual({ issuer, jwks });
  });

  test('of every type', () => {
    const inline = [jwk(rsa), jwk(ec), jwk(ed25519), { kty: 'oct', k: 'c2VjcmV0' }];

    expect(mistakesInRule({ issuer, keys: JwtKeys.inline({ keys: inline }) })).toEqual([
      'jwks keys[3] is a secret key, with which every reader of the manifest can sign tokens; use a key of type RSA, EC or OKP [IST0133]',
    ]);
  });

  test.each<[string, Parameters<typeof JwtKeys.inline>[0], string[]]>([
    [
      'no JSON',
      'keys: []',
      ['jwks is not a JSON Web Key Set; write {"keys": [...]} with JSON Web Keys [IST0106]'],
    ],
    [
      'a key outside of a set',
      JSON.stringify(jwk(rsa)),
      ['jwks is not a JSON Web Key Set; write {"keys": [...]} with JSON Web Keys [IST9015]'],
    ],
    ['no keys', { keys: [] }, ['jwks has no keys, so no token is valid; add one [IST9015]']],
    ['half a key', { keys: [jwk(ec), { kty: 'RSA', e: 'AQAB' }] }, [`jwks keys[1] ${noKey}`]],
    ['a secret without text', { keys: [{ kty: 'oct' }] }, [`jwks keys[0] ${noKey}`]],
    ['a type that is none', { keys: [{ kty: 'DSA' }] }, [`jwks keys[0] ${noKey}`]],
    ['a curve that Envoy does not know', { keys: [jwk(koblitz)] }, [`jwks keys[0] ${noKey}`]],
    ['null', '{"keys":[null]}', [`jwks keys[0] ${noKey}`]],
    [
      'a private key',
      { keys: [{ kty: 'EC', ...ec.privateKey.export({ format: 'jwk' }) }] },
      [
        'jwks keys[0] is a private key, with which every reader of the manifest can sign tokens; ' +
          'publish the public part only [IST0133]',
      ],
    ],
  ])('refuses %s', (_, jwks, mistakes) => {
    expect(mistakesInRule({ issuer, keys: JwtKeys.inline(jwks) })).toEqual(mistakes);
  });

  test.each<[string, JwtRule, string[]]>([
    ['keys without an issuer', { keys }, []],
    [
      'a key set without an issuer',
      { keys: JwtKeys.inline({ keys: [jwk(rsa)] }) },
      ['issuer is missing, and may be left out only with jwksUri; add it [IST0106]'],
    ],
    [
      'an empty issuer',
      { issuer: '', keys },
      ['issuer is missing, and may be left out only with jwksUri; add it [IST9010]'],
    ],
    [
      'nobody to ask',
      { keys: JwtKeys.discovery() },
      ['issuer is missing, and may be left out only with jwksUri; add it [IST0106]'],
    ],
    ['an issuer that is no URL', { issuer: 'me@example.com', keys }, []],
    [
      'an issuer that is no URL and should be asked',
      { issuer: 'me@example.com', keys: JwtKeys.discovery() },
      [
        'issuer "me@example.com" is not a URL, so istiod cannot ask it for keys; set jwksUri or jwks [IST9015]',
      ],
    ],
    [
      'a path',
      { issuer, keys: JwtKeys.uri('/keys.json') },
      [
        'jwksUri "/keys.json" is not a URL of at most 2048 characters; write one that begins with "https://" or "http://" [IST0106]',
      ],
    ],
    [
      'a file',
      { issuer, keys: JwtKeys.uri('file:///keys.json') },
      [
        'jwksUri "file:///keys.json" is not a URL of at most 2048 characters; write one that begins with "https://" or "http://" [IST0106]',
      ],
    ],
    ['a Service', { issuer, keys: JwtKeys.uri('http://keys.auth.svc.cluster.local:8080/jwks') }, []],
    [
      'no timeout',
      { issuer, keys: JwtKeys.uri(jwksUri, { timeout: Duration.millis(0) }) },
      [
        'timeout "0ms" is not a duration of at least 1ms in whole milliseconds; write one such as "5s" [IST0106]',
      ],
    ],
  ])('%s', (_, rule, mistakes) => {
    expect(mistakesInRule(rule)).toEqual(mistakes);
  });

  test('two sources, and a timeout for keys that are there', () => {
    const authentication = newAuthentication({ issuer, keys: JwtKeys.inline({ keys: [jwk(rsa)] }) });
    ApiObject.of(authentication).addJsonPatch(
      JsonPatch.add('/spec/jwtRules/0/jwksUri', jwksUri),
      JsonPatch.add('/spec/jwtRules/0/timeout', '1s'),
    );

    expect(mistakesIn(authentication)).toEqual([
      'jwtRules[0].jwks cannot be used with jwksUri; keep one of them [IST0106]',
      'jwtRules[0].timeout is not used with jwks, which needs no request; remove it [IST9013]',
    ]);
  });
});

test.each<[string, Partial<JwtRule>, string[]]>([
  [
    'empty lists',
    {
      audiences: [],
      fromHeaders: [],
      fromParams: [],
      fromCookies: [],
      outputClaimToHeaders: [],
      spaceDelimitedClaims: [],
    },
    [
      'audiences is empty, so any audience is accepted; add an entry, or remove it [IST9010]',
      'fromHeaders is empty, so it adds no headers; add an entry, or remove it [IST9010]',
      'fromParams is empty, so it adds no parameters; add an entry, or remove it [IST9010]',
      'fromCookies is empty, so it adds no cookies; add an entry, or remove it [IST9010]',
      'outputClaimToHeaders is empty, so no claim is copied; add an entry, or remove it [IST9010]',
      'spaceDelimitedClaims is empty, so it adds no claims; add an entry, or remove it [IST9010]',
    ],
  ],
  [
    'empty names',
    {
      audiences: ['shop', ''],
      fromHeaders: [{ name: '' }],
      fromParams: [''],
      fromCookies: [''],
      outputPayloadToHeader: '',
      outputClaimToHeaders: [{ header: '', claim: '' }],
      spaceDelimitedClaims: [''],
    },
    [
      'audiences[1] is empty; remove it [IST0106]',
      'fromParams[0] is empty; remove it [IST0106]',
      'fromCookies[0] is empty; remove it [IST0106]',
      'fromHeaders[0].name "" is not the name of a header; use letters, digits and "-" [IST0106]',
      'outputClaimToHeaders[0].header "" is not a header for a claim; use letters, digits, "-" and "_" [IST0106]',
      'outputClaimToHeaders[0].claim is empty; name the claim [IST0106]',
      'outputPayloadToHeader "" is not the name of a header; use letters, digits and "-" [IST9015]',
      'spaceDelimitedClaims[0] is empty; remove it [IST9015]',
    ],
  ],
  [
    'headers that are none',
    {
      fromHeaders: [{ name: 'x token' }],
      outputPayloadToHeader: 'x payload',
      outputClaimToHeaders: [{ header: 'x.group', claim: 'group' }],
    },
    [
      'outputClaimToHeaders[0].header "x.group" is not a header for a claim; use letters, digits, "-" and "_" [IST0106]',
      'fromHeaders[0].name "x token" is not the name of a header; use letters, digits and "-" [IST9015]',
      'outputPayloadToHeader "x payload" is not the name of a header; use letters, digits and "-" [IST9015]',
    ],
  ],
  [
    'two claims in one header',
    {
      outputClaimToHeaders: [
        { header: 'x-who', claim: 'sub' },
        { header: 'X-Who', claim: 'email' },
      ],
    },
    ['outputClaimToHeaders[1].header "X-Who" already holds another claim; use another header [IST9017]'],
  ],
  [
    '65 claims',
    { spaceDelimitedClaims: Array.from({ length: 65 }, (_, i) => `c${i}`) },
    ['spaceDelimitedClaims has 65 claims; Istio allows at most 64 [IST0106]'],
  ],
])('refuses %s', (_, rule, mistakes) => {
  expect(mistakesInRule({ issuer, keys, ...rule })).toEqual(mistakes);
});

test('names the construct, the object and the field', () => {
  const props: RequestAuthenticationProps = { jwtRules: [{ issuer, keys, audiences: [''] }] };

  expect(mistakesOf(new RequestAuthentication(newChart(), 'jwt', props))).toEqual([
    '[test/jwt] RequestAuthentication "test-jwt": spec.jwtRules[0].audiences[0] is empty; remove it [IST0106]',
  ]);
});
