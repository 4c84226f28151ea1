import { CERTIFICATE } from '../../../certificate';
import { object, secret } from '../../../scene';
import { messagesOfValid } from '../../support';

const KEY = 'c2VjcmV0';
const SOME_DAY = Date.UTC(2030, 0, 1);

const encoded = Buffer.from(CERTIFICATE).toString('base64');
const gateway = (credentialName: string, selector = '{ istio: ingressgateway }') =>
  object(
    'Gateway',
    'default/web',
    `{ selector: ${selector}, servers: [{ port: { number: 443, name: web, protocol: HTTP }, hosts: [a.example.com], tls: { credentialName: "${credentialName}" } }] }`,
  );
const tls = `{ tls.crt: ${encoded}, tls.key: ${KEY} }`;

const FIELD = 'Gateway default/web: spec.servers[0].tls.credentialName';
const MISSING =
  '"cert" does not exist: namespace "istio-system", where the gateway\'s pods look for it, has no Secret of this name; create it there';
const EMPTY =
  '"cert" is a Secret that lacks a certificate and its key; give it "cert" and "key", or "tls.crt" and "tls.key"';

const messages = (yaml: string, now = SOME_DAY) => {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
  try {
    return messagesOfValid(['IST0101', 'IST0161'], yaml);
  } finally {
    clock.mockRestore();
  }
};

test.each([
  ['a Secret beside the pods', gateway('cert') + secret('istio-system/cert', tls), []],
  [
    'a Secret beside the Gateway',
    gateway('cert') + secret('default/cert', tls),
    [`Error IST0101 ${FIELD} ${MISSING}`],
  ],
  ['a Secret with its namespace', gateway('default/cert') + secret('default/cert', tls), []],
  [
    'a Secret of another name',
    gateway('cert') + secret('istio-system/other', tls),
    [`Error IST0101 ${FIELD} ${MISSING}`],
  ],
  ['Secrets that are kept elsewhere', gateway('cert'), []],
  ['Secrets of another place alone', gateway('cert') + secret('shop/db', '{}'), []],
  ['another place than Secrets', gateway('sds://cert'), []],
  ['nothing to look for', gateway(''), []],
  [
    'pods that a Deployment runs',
    gateway('cert', '{ app: own }') +
      object('Deployment', 'edge/own', '{ template: { metadata: { labels: { app: own } } } }') +
      secret('edge/cert', tls),
    [],
  ],
])('%s', (_, yaml, expected) => expect(messages(yaml)).toEqual(expected));

test('says once that a Gateway has no pods, and nothing of its Secret', () => {
  expect(messages(gateway('cert', '{ app: none }'))).toEqual([
    'Error IST0101 Gateway default/web: spec.selector "app=none" does not select any pod: Pod "istio-system/istio-ingressgateway" has "app=istio-ingressgateway,istio=ingressgateway"; write the labels of the gateway\'s pods, or deploy a gateway that has these labels; if the gateway exists outside these manifests, name its file with --context',
  ]);
});

test.each([
  [tls, 'data', SOME_DAY, undefined],
  [`{ cert: ${encoded}, key: ${KEY} }`, 'data', SOME_DAY, undefined],
  [JSON.stringify({ 'tls.crt': CERTIFICATE, 'tls.key': 'secret' }), 'stringData', SOME_DAY, undefined],
  ['{}', 'data', SOME_DAY, EMPTY],
  ['17', 'data', SOME_DAY, EMPTY],
  [`{ tls.crt: ${encoded} }`, 'data', SOME_DAY, EMPTY],
  [`{ tls.crt: ${encoded}, tls.key: "" }`, 'data', SOME_DAY, EMPTY],
  [
    `{ tls.crt: ${KEY}, tls.key: ${KEY} }`,
    'data',
    SOME_DAY,
    '"cert" is a Secret that does not hold a certificate in "tls.crt"; store a certificate in PEM format there',
  ],
  [
    tls,
    'data',
    Date.UTC(2127, 0, 1),
    '"cert" is a Secret that holds a certificate that expired on 2126-10-29; renew it',
  ],
  [
    tls,
    'data',
    Date.UTC(2025, 0, 1),
    '"cert" is a Secret that holds a certificate that is not valid before 2026-11-22; issue one that is valid now',
  ],
])('%.30s in %s at %s', (data, field, now, expected) => {
  expect(messages(gateway('cert') + secret('istio-system/cert', data, field), now)).toEqual(
    expected === undefined ? [] : [`Error IST0161 ${FIELD} ${expected}`],
  );
});

const maker = (apiVersion: string, kind: string, name: string, spec: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { namespace: istio-system, name: ${name} }\nspec: ${spec}\n---\n`;

test.each([
  ['cert-manager.io/v1', 'Certificate', 'any', '{ secretName: cert }', true],
  ['cert-manager.io/v1', 'Certificate', 'cert', '{ secretName: other }', false],
  ['external-secrets.io/v1', 'ExternalSecret', 'any', '{ target: { name: cert } }', true],
  ['external-secrets.io/v1', 'ExternalSecret', 'cert', '{}', true],
  ['external-secrets.io/v1', 'ExternalSecret', 'any', '{}', false],
  ['bitnami.com/v1alpha1', 'SealedSecret', 'cert', '{}', true],
] as const)('%s %s "%s" of %s makes the Secret: %s', (apiVersion, kind, name, spec, makesIt) => {
  const yaml = gateway('cert') + secret('istio-system/other', tls) + maker(apiVersion, kind, name, spec);
  expect(messages(yaml)).toEqual(makesIt ? [] : [`Error IST0101 ${FIELD} ${MISSING}`]);
});
