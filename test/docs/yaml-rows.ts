import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ApiObject, Duration } from 'cdk8s';
import * as library from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { newChart } from '../support';

const PAGE = readFileSync(resolve(__dirname, '../../docs/library.md'), 'utf8');

/** A row of a table: what a part of the spec of `kind` is in YAML, and what it is in TypeScript. */
export interface Row {
  readonly kind: string;
  readonly part: string;
  readonly yaml: string;
  readonly typescript: string;
}

export function rows(): Row[] {
  const sections = PAGE.split(/^### /m).slice(1);
  return sections.flatMap((section) => {
    const [, kind = '', part = ''] = /^(\w+) `(spec[^`]*)`$/m.exec(section) ?? [];
    return [...section.matchAll(/^\| `(.*?)`\s+\| `(.*?)`\s+\|$/gm)].map(
      ([, yaml = '', typescript = '']) => ({
        kind,
        part,
        yaml,
        typescript,
      }),
    );
  });
}

/** Properties that are needed beside those of a row. */
const BASE: Readonly<Record<string, string>> = {
  'VirtualService spec': "hosts: ['a.com'], http: [{ to: service }], ",
};
const WRAPPED: Readonly<Record<string, (typescript: string) => string>> = {
  'spec.http[]': (route) => `{ hosts: ['a.com'], gateways: [gateway], http: [{ ${route} }] }`,
  'spec.http[].match[]': (match) =>
    `{ hosts: ['a.com'], gateways: [gateway], http: [{ match: [{ ${match} }], to: service }] }`,
  'spec.servers[]': (server) => `{ servers: [${server}] }`,
};

/** The object of a row's construct, as it is written to the manifest. */
export function specOf({ kind, part, typescript }: Row): unknown {
  const chart = newChart();
  const echo = new library.EchoServer(chart, 'echo');
  const { service } = echo;
  const scope = {
    ...library,
    Duration,
    chart,
    echo,
    service,
    gateway: new library.Gateway(chart, 'gateway', { servers: [library.Server.http({ hosts: ['*'] })] }),
    cart: new library.DelegateVirtualService(chart, 'cart', { http: [{ to: service }] }),
    rule: new library.DestinationRule(chart, 'rule', {
      host: service,
      subsets: { v1: { labels: { version: 'v1' } }, v2: { labels: { version: 'v2' } } },
    }),
  };
  const isWhole = part === 'spec';
  const props = isWhole
    ? `{ ${BASE[`${kind} ${part}`] ?? ''}${typescript} }`
    : (WRAPPED[part]?.(typescript) ?? '');
  const code = `return new ${kind}(chart, 'row', ${props})`;
  const construct = new Function(...Object.keys(scope), code)(...Object.values(scope)) as Construct;
  expect(construct.node.validate()).toEqual([]);
  return ApiObject.of(construct).toJson().spec;
}

/** The part of a spec that a row is about. */
export function partOf(spec: unknown, part: string): unknown {
  const steps = part.split('.').slice(1);
  return steps.reduce((value, step) => {
    const field = (value as Record<string, unknown>)[step.replace('[]', '')];
    return step.endsWith('[]') ? (field as unknown[])[0] : field;
  }, spec);
}
