import type { Code, Expression } from '../../../code';
import { HttpMethod } from '../../../constructs';
import { isFilledText, isRecord } from '../../../manifests/manifest';
import type { Fields, Spot } from '../fields';
import { gateways } from '../gateway/gateways';
import { namespaceNamed } from '../identities';
import { selector } from '../targets';
import { istio, memberOf, options, stringMatch, textCondition } from '../words';

export function httpMatch(fields: Fields): Code {
  return {
    name: fields.text('name'),
    path: path(fields),
    method: fields.say('method', isRecord, method),
    scheme: fields.say('scheme', isRecord, stringMatch),
    authority: fields.say('authority', isRecord, stringMatch),
    headers: fields.map('headers', stringMatch),
    withoutHeaders: fields.map('withoutHeaders', stringMatch),
    queryParams: fields.map('queryParams', stringMatch),
    ...sourceMatch(fields),
    statPrefix: fields.text('statPrefix'),
  };
}

/** The conditions that HTTP, TLS and TCP routes have in common. */
export function sourceMatch(fields: Fields): Readonly<Record<string, Code>> {
  return {
    port: fields.number('port'),
    sourceLabels: fields.say('sourceLabels', isRecord, selector),
    sourceNamespace: fields.say('sourceNamespace', isFilledText, namespaceNamed),
    gateways: gateways(fields),
  };
}

function path(fields: Fields): Expression | undefined {
  return fields.say('uri', isRecord, (uri, spot) => {
    const [kind, text] = textCondition(uri, spot);
    // A regular expression has its own way to ignore case.
    const ignoreCase = kind !== 'regex' && fields.takeIf('ignoreUriCase', true) ? true : undefined;
    return istio(`PathMatch.${kind}`).call(text, options({ ignoreCase }));
  });
}

function method(value: unknown, spot: Spot): Code {
  const match = stringMatch(value, spot);
  const isKnown = typeof match === 'string' && Object.values<string>(HttpMethod).includes(match);
  return isKnown ? memberOf({ HttpMethod }, match, spot) : match;
}
