import {
  type DestinationRuleSpecTrafficPolicyTls,
  DestinationRuleSpecTrafficPolicyTlsMode,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Credential } from '../gateway/server-tls';
import { secretName } from '../kubernetes/secret';
import { list, type Rendering } from '../rendering';

/** Renders the settings when the object is written. */
type Derive = (rendering: Rendering, field: FieldPath) => DestinationRuleSpecTrafficPolicyTls;

/**
 * Options that all modes of TLS have in common.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export interface ClientTlsOptions {
  /**
   * The server name in the TLS handshake (SNI).
   *
   * @default the Host header of the request
   */
  readonly sni?: string;

  /**
   * Subject alternative names. The certificate of the server must contain one of them.
   *
   * @default the Host header of the request
   */
  readonly subjectAltNames?: readonly string[];
}

/**
 * Options of TLS in which only the server presents a certificate.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export interface SimpleClientTlsOptions extends ClientTlsOptions {
  /**
   * The path, in the container of the proxy, of the CA certificates that verify the certificate of the server. Not
   * together with `credentialName`.
   *
   * @default the CA certificates of the operating system
   */
  readonly caCertificates?: string;

  /**
   * A separate Secret, or a ConfigMap of this name, with the CA certificates that verify the certificate of the server.
   * For sidecars, the DestinationRule needs a `workloadSelector`. From Istio 1.32 on.
   *
   * @default the CA certificates are those of `caCertificates` or `credentialName`
   */
  readonly caCertCredentialName?: Credential;

  /**
   * The path, in the container of the proxy, of a certificate revocation list. Not together with a Secret.
   *
   * @default certificates are not checked for revocation
   */
  readonly caCrl?: string;

  /**
   * A Secret in the namespace of the client with the CA certificates (`ca.crt` or `cacert`) that verify the certificate
   * of the server. For sidecars, the DestinationRule needs a `workloadSelector`.
   *
   * @default the CA certificates are those of `caCertificates`
   */
  readonly credentialName?: Credential;

  /**
   * Whether to accept any certificate. Not together with `caCertificates`, `subjectAltNames` or `credentialName`.
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/**
 * The certificate of the client, from files in the container of the proxy or from a Secret.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export class ClientCertificate {
  /** The paths of the certificate and the key in the container of the proxy. */
  static files(clientCertificate: string, privateKey: string): ClientCertificate {
    return new ClientCertificate(() => ({ clientCertificate, privateKey }));
  }

  /**
   * A Secret in the namespace of the client, with `tls.crt`, `tls.key` and `ca.crt`. For sidecars, the DestinationRule
   * needs a `workloadSelector`.
   */
  static credentialName(credential: Credential): ClientCertificate {
    return new ClientCertificate((rendering, field) => ({
      credentialName: secretName(credential, rendering, [...field, 'credentialName']),
    }));
  }

  private constructor(private readonly derive: Derive) {}

  /** @internal */
  _render(rendering: Rendering, field: FieldPath): DestinationRuleSpecTrafficPolicyTls {
    return this.derive(rendering, field);
  }
}

/**
 * Options of mutual TLS.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export interface MutualClientTlsOptions extends Omit<SimpleClientTlsOptions, 'credentialName'> {
  /** The certificate and the key of the client. */
  readonly certificate: ClientCertificate;
}

/**
 * TLS for connections to a destination.
 *
 * Without these settings, Istio uses the mesh's mutual TLS for destinations with a sidecar, and plaintext for others.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export class ClientTls {
  /** Plaintext, even if the destination has a sidecar. */
  static disable(): ClientTls {
    return new ClientTls(() => ({ mode: DestinationRuleSpecTrafficPolicyTlsMode.DISABLE }));
  }

  /** TLS in which only the server presents a certificate. */
  static simple(options: SimpleClientTlsOptions = {}): ClientTls {
    const { caCertCredentialName, credentialName, subjectAltNames, ...rest } = options;
    return new ClientTls((rendering, field) => ({
      mode: DestinationRuleSpecTrafficPolicyTlsMode.SIMPLE,
      ...rest,
      caCertCredentialName:
        caCertCredentialName &&
        secretName(caCertCredentialName, rendering, [...field, 'caCertCredentialName']),
      credentialName: credentialName && secretName(credentialName, rendering, [...field, 'credentialName']),
      subjectAltNames: list(subjectAltNames),
    }));
  }

  /** Mutual TLS: the client and the server present certificates. */
  static mutual(options: MutualClientTlsOptions): ClientTls {
    const { caCertCredentialName, certificate, subjectAltNames, ...rest } = options;
    return new ClientTls((rendering, field) => ({
      mode: DestinationRuleSpecTrafficPolicyTlsMode.MUTUAL,
      ...rest,
      caCertCredentialName:
        caCertCredentialName &&
        secretName(caCertCredentialName, rendering, [...field, 'caCertCredentialName']),
      ...certificate._render(rendering, field),
      subjectAltNames: list(subjectAltNames),
    }));
  }

  /** Mutual TLS with the mesh's own certificates. Connections to a destination without a sidecar fail. */
  static istioMutual({ sni, subjectAltNames }: ClientTlsOptions = {}): ClientTls {
    return new ClientTls(() => ({
      mode: DestinationRuleSpecTrafficPolicyTlsMode.ISTIO_UNDERSCORE_MUTUAL,
      sni,
      subjectAltNames: list(subjectAltNames),
    }));
  }

  private constructor(private readonly derive: Derive) {}

  /** @internal */
  _render(rendering: Rendering, field: FieldPath): DestinationRuleSpecTrafficPolicyTls {
    return this.derive(rendering, field);
  }
}
