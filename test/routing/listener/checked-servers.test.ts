import fc from 'fast-check';
import { check } from '../../../lib/checks';
import { readYaml } from '../../../lib/manifests/read-yaml';
import { MeshModel, type ServerRef, trace } from '../../../lib/routing';
import { holds } from '../../holds';
import { app, gateway, object, routes, to } from '../../scene';

/** A server of a Gateway of its own. All ports lead to the same port of the pods, and the Gateways are named in the order of age. */
interface WrittenServer {
  readonly protocol: 'HTTP' | 'HTTP2' | 'HTTPS';
  readonly host: string;
  readonly bind: '' | '0.0.0.0';
}

const HOSTS = ['a.test', './a.test', 'A.test', 'b.test', '*.test', '*'];
const MOSTLY_TLS = ['HTTP', 'HTTP2', 'HTTPS', 'HTTPS', 'HTTPS', 'HTTPS'] as const;
const servers = fc.array(
  fc.record<WrittenServer>({
    protocol: fc.constantFrom(...MOSTLY_TLS),
    host: fc.constantFrom(...HOSTS),
    bind: fc.constantFrom('', '', '', '0.0.0.0'),
  }),
  { minLength: 1, maxLength: 4 },
);

test('requests are served by the servers that check does not report (A6, A7)', () => {
  holds(
    fc.property(servers, (written) => {
      const yaml = sceneOf(written);
      const { dropped, refused } = checked(yaml);
      const { taking, outcomes } = traced(yaml, written);
      expect(outcomes.every((one) => one === 'refused')).toBe(refused);
      expect(refused ? [] : taking).toEqual(
        refused ? [] : written.map((_, i) => i).filter((i) => !dropped.has(i)),
      );
    }),
  );
});

function sceneOf(written: readonly WrittenServer[]): string {
  const ports = written
    .map((_, i) => `{ name: "http-${i}", port: ${9000 + i}, targetPort: 8080 }`)
    .join(', ');
  const edge = object(
    'Service',
    'istio-system/edge',
    `{ selector: { istio: ingressgateway }, ports: [${ports}] }`,
  );
  const gateways = written.map(({ protocol, host, bind }, i) => {
    const tls = protocol === 'HTTPS' ? ', tls: { mode: SIMPLE, credentialName: cert }' : '';
    const address = bind === '' ? '' : `, bind: ${bind}`;
    const port = `{ number: ${9000 + i}, name: server, protocol: ${protocol} }`;
    return gateway(`gw-${i}`, `[{ port: ${port}, hosts: ["${host}"]${tls}${address} }]`);
  });
  const names = written.map((_, i) => `gw-${i}`).join(', ');
  return (
    app('shop') + edge + gateways.join('') + routes('shop', `[{ ${to('shop')} }]`, { gateways: `[${names}]` })
  );
}

function checked(yaml: string): { dropped: ReadonlySet<number>; refused: boolean } {
  const messages = check(readYaml(yaml, 'scene.yaml').manifests);
  const on = (code: string) => messages.filter((message) => message.code === code);
  return {
    dropped: new Set(on('IST9205').map(({ object }) => placeOf(object.name))),
    refused: on('IST9220').length > 0,
  };
}

/** The places of the servers that take requests, and the outcomes. Each server is called by a host of its own. */
function traced(yaml: string, written: readonly WrittenServer[]): { taking: number[]; outcomes: string[] } {
  const model = MeshModel.fromManifests(readYaml(yaml, 'scene.yaml').manifests);
  const traces = written.map(({ protocol, host }, i) => {
    const name = host
      .replace('./', '')
      .replace(/^\*\.?/, 'x.')
      .replace(/^x\.$/, 'x.other');
    const url = `${protocol === 'HTTPS' ? 'https' : 'http'}://${name}:${9000 + i}/`;
    return trace(model, { url });
  });
  const taking = traces.flatMap(({ hops }) =>
    hops.flatMap((one) => (one.hop === 'server' ? [one.server, ...one.shares] : [])),
  );
  const places = taking.map(({ gateway: { name } }: ServerRef) => placeOf(name));
  return {
    taking: [...new Set(places)].sort(),
    outcomes: traces.flatMap(({ outcomes }) => outcomes.map((one) => one.is)),
  };
}

function placeOf(name: string): number {
  return Number(name.split('-')[1]);
}
