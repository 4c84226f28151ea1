import type { Code } from '../../code';
import { NAMESPACE, SECRET, SERVICE_ACCOUNT } from '../../manifests/kinds';
import { expect, isText, type Spot } from './fields';
import { istio } from './words';

const TRUST_DOMAIN = 'cluster.local';

/** A namespace: the construct, or the name. */
export function namespaceNamed(value: unknown, spot: Spot): Code {
  const name = expect(value, isText, spot);
  return spot.conversion.references.object(NAMESPACE, name, '')?.code ?? name;
}

/** A Secret of the namespace of the object. */
export function secretNamed(value: unknown, spot: Spot): Code {
  const name = expect(value, isText, spot);
  return spot.conversion.references.object(SECRET, name)?.code ?? name;
}

/** An identity: any, the ServiceAccount in its trust domain, or the text. */
export function principal(value: unknown, spot: Spot): Code {
  const text = expect(value, isText, spot);
  if (text === '*') {
    return istio('Principal.any').call();
  }
  const [trustDomain = '', ns, namespace, sa, name = '', ...others] = text.split('/');
  const isAccount = ns === 'ns' && sa === 'sa' && others.length === 0;
  const account = isAccount
    ? spot.conversion.references.object(SERVICE_ACCOUNT, name, namespace)?.code
    : undefined;
  if (!account || trustDomain === TRUST_DOMAIN) {
    return account ?? text;
  }
  return istio('Principal.of').call(account, { trustDomain });
}

/** A ServiceAccount by its name, or by its namespace and its name. */
export function serviceAccount(value: unknown, spot: Spot): Code {
  const text = expect(value, isText, spot);
  const slash = text.indexOf('/');
  const namespace = slash < 0 ? undefined : text.slice(0, slash);
  const { references, manifest } = spot.conversion;
  // A construct names a ServiceAccount of its own namespace without the namespace.
  const known =
    namespace === manifest.namespace
      ? undefined
      : references.object(SERVICE_ACCOUNT, text.slice(slash + 1), namespace);
  return known?.code ?? text;
}
