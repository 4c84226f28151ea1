import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { EchoServer, MutualTlsMode, PeerAuthentication, type PeerAuthenticationProps } from '../../lib';
import { mistakesOf, newChart, specOf } from '../support';

const { STRICT, PERMISSIVE, DISABLE } = MutualTlsMode;

function newAuthentication(props?: PeerAuthenticationProps, namespace?: string): PeerAuthentication {
  return new PeerAuthentication(newChart(namespace), 'mtls', props);
}

function mistakesIn(props?: PeerAuthenticationProps, namespace?: string): string[] {
  return mistakesOf(newAuthentication(props, namespace)).map((line) =>
    line.replace('[test/mtls] PeerAuthentication "test-mtls": spec.', ''),
  );
}

test('strict for a workload, with a port that is not', () => {
  const chart = newChart();
  const authentication = new PeerAuthentication(chart, 'mtls', {
    metadata: { labels: { team: 'a' } },
    selector: new EchoServer(newChart(), 'echo'),
    mtls: STRICT,
    portLevelMtls: { 8080: PERMISSIVE },
  });

  expect(Testing.synth(Chart.of(authentication))).toEqual([
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { labels: { team: 'a' }, name: 'test-mtls', namespace: 'default' },
      spec: {
        mtls: { mode: 'STRICT' },
        portLevelMtls: { '8080': { mode: 'PERMISSIVE' } },
        selector: { matchLabels: { app: 'echo', version: 'v1' } },
      },
    },
  ]);
  expect(authentication.node.defaultChild).toBe(ApiObject.of(authentication));
});

test('for a namespace', () => {
  expect(specOf(newAuthentication({ mtls: DISABLE }))).toEqual({ mtls: { mode: 'DISABLE' } });
});

test('ports that are added later', () => {
  const authentication = newAuthentication({ selector: { app: 'db' }, portLevelMtls: { 5432: DISABLE } });
  authentication.addPortLevelMtls(9090, PERMISSIVE);

  expect(specOf(authentication)).toEqual({
    selector: { matchLabels: { app: 'db' } },
    portLevelMtls: { '5432': { mode: 'DISABLE' }, '9090': { mode: 'PERMISSIVE' } },
  });
  expect(mistakesOf(authentication)).toEqual([]);
});

describe('mistakes', () => {
  const selector = { app: 'db' };

  test.each<[string, PeerAuthenticationProps | undefined, string[]]>([
    ['a mode alone', { mtls: STRICT }, []],
    [
      'no mode',
      undefined,
      ['mtls sets no mode, and neither does a port, so nothing changes; set the mode [IST9010]'],
    ],
    ['no mode but for a port', { selector, portLevelMtls: { 80: STRICT } }, []],
    [
      'ports without a selector',
      { mtls: STRICT, portLevelMtls: { 80: DISABLE } },
      [
        'portLevelMtls needs spec.selector, because the ports are those of the selected pods; add it [IST0106]',
      ],
    ],
    [
      'no ports',
      { selector, mtls: STRICT, portLevelMtls: {} },
      ['portLevelMtls is empty; add a port, or remove it [IST0106]'],
    ],
    [
      'a port out of range',
      { selector, portLevelMtls: { 0: DISABLE } },
      ['portLevelMtls.0 0 is not a port; use a whole number from 1 to 65535 [IST0106]'],
    ],
    [
      'an empty selector',
      { selector: {}, mtls: STRICT },
      [
        'selector.matchLabels is empty and therefore selects every pod; add labels, or remove the selector [IST0133]',
      ],
    ],
  ])('%s', (_, props, mistakes) => {
    expect(mistakesIn(props)).toEqual(mistakes);
  });

  test('a selector in the root namespace', () => {
    expect(mistakesIn({ mtls: STRICT }, 'istio-system')).toEqual([]);
    expect(mistakesIn({ mtls: STRICT, selector }, 'istio-system')).toEqual([
      'selector has no effect in the root namespace "istio-system"; move the policy to the namespace of the pods [IST9010]',
    ]);
  });

  test('the pods of another namespace', () => {
    expect(mistakesIn({ mtls: STRICT, selector: new EchoServer(newChart('shop'), 'echo') })).toEqual([
      'selector.matchLabels selects the pods of Deployment "echo" in namespace "shop", but can only select pods in its own, ' +
        '"default"; put it into a chart of that namespace [IST9043]',
    ]);
  });

  test('a mode that a JSON patch puts there', () => {
    const patched = (mode: string) => {
      const authentication = newAuthentication({ mtls: STRICT });
      ApiObject.of(authentication).addJsonPatch(JsonPatch.replace('/spec/mtls/mode', mode));
      return mistakesOf(authentication);
    };

    expect(patched('PERMISSIVE')).toEqual([]);
    expect(patched('strict')).toEqual([
      '[test/mtls] PeerAuthentication "test-mtls": spec.mtls.mode "strict" is unknown; ' +
        'use one of UNSET, DISABLE, PERMISSIVE, STRICT [IST0106]',
    ]);
    expect(patched('UNSET')).toEqual([
      '[test/mtls] PeerAuthentication "test-mtls": spec.mtls sets no mode, and neither does a port, so nothing changes; set the mode [IST9010]',
    ]);
  });
});
