import type { Code } from '../../../code';
import { type Fields, isText, type Spot } from '../fields';
import { namespaceNamed, principal, serviceAccount } from '../identities';
import { istio, plainText, port } from '../words';

type Say = (value: unknown, spot: Spot) => Code;

const FACTORIES: Readonly<Record<string, readonly [factory: string, value: Say]>> = {
  'source.ip': ['sourceIp', plainText],
  'remote.ip': ['remoteIp', plainText],
  'source.namespace': ['sourceNamespace', namespaceNamed],
  'source.principal': ['sourcePrincipal', principal],
  'source.serviceAccount': ['sourceServiceAccount', serviceAccount],
  'source.trustDomain': ['sourceTrustDomain', plainText],
  'request.auth.principal': ['requestPrincipal', plainText],
  'request.auth.audiences': ['requestAudiences', plainText],
  'request.auth.presenter': ['requestPresenter', plainText],
  'destination.ip': ['destinationIp', plainText],
  'destination.port': ['destinationPort', port],
  'connection.sni': ['connectionSni', plainText],
};

/** A condition of an AuthorizationPolicy. */
export function condition(fields: Fields): Code {
  const key = fields.required('key', fields.take('key', isText));
  const known = FACTORIES[key];
  const [factory, say]: readonly [string, Say] = known ?? ['of', plainText];
  const values = {
    values: fields.itemsOrNone('values', say),
    notValues: fields.itemsOrNone('notValues', say),
  };
  if (values.values === undefined) {
    fields.required('notValues', values.notValues);
  }
  if (known) {
    return istio(`Condition.${factory}`).call(values);
  }
  const [name, ...args] = withBrackets(key) ?? ['of', key];
  return istio(`Condition.${name}`).call(...args, values);
}

/** The factory and its arguments for a key with names in brackets. */
function withBrackets(key: string): readonly [factory: string, ...args: Code[]] | undefined {
  const header = /^request\.headers\[([^\]]*)\]$/.exec(key);
  if (header) {
    return ['requestHeader', header[1]];
  }
  const claim = /^request\.auth\.claims((?:\[[^[\]]*\])+)$/.exec(key)?.[1];
  if (claim !== undefined) {
    const path = claim.slice(1, -1).split('][');
    return ['claim', path.length === 1 ? path[0] : path];
  }
  const [, filter, name] = /^experimental\.([^[]*)\[([^\]]*)\]$/.exec(key) ?? [];
  return filter === undefined ? undefined : ['envoyFilter', filter, name];
}
