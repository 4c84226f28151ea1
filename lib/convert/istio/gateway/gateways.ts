import type { Code, Expression } from '../../../code';
import { GATEWAY } from '../../../manifests/kinds';
import { expect, type Fields, isText, patch, type Spot } from '../fields';
import { istio } from '../words';

/** The gateways that a field names. */
export function gateways(fields: Fields): Expression | undefined {
  return fields.itemsOrNone('gateways', (value, spot) => gateway(expect(value, isText, spot), spot));
}

function gateway(text: string, spot: Spot): Code {
  if (text === 'mesh') {
    return istio('Gateway.MESH');
  }
  const slash = text.indexOf('/');
  const namespace = slash < 0 ? undefined : text.slice(0, slash);
  const { manifest } = spot.conversion;
  if (namespace === manifest.namespace) {
    // A construct names a Gateway of its own namespace without the namespace.
    patch(text, spot);
  }
  return gatewayNamed(text.slice(slash + 1), namespace, spot);
}

/** The Gateway of this name: a construct of the app, or a reference. */
export function gatewayNamed(name: string, namespace: string | undefined, { conversion }: Spot): Code {
  const { references, manifest } = conversion;
  const known = references.object(GATEWAY, name, namespace);
  if (known) {
    return known.code;
  }
  const foreign = namespace === manifest.namespace ? undefined : namespace;
  return references.outside({ kind: 'Gateway', name, namespace: foreign }, (scope, id) =>
    istio('Gateway.fromGatewayName').call(scope, id, name, foreign && { namespaceName: foreign }),
  );
}
