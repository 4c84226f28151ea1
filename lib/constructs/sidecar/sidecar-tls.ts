import {
  type SidecarSpecIngressTls,
  type SidecarSpecIngressTlsMaxProtocolVersion,
  type SidecarSpecIngressTlsMinProtocolVersion,
  SidecarSpecIngressTlsMode,
} from '../../../imports/networking.istio.io';
import type { CipherSuite } from '../../admission';
import type { TlsVersion } from '../gateway/server-tls';
import { isList, list } from '../rendering';

/** The paths of a certificate and its key in the container of the proxy. */
export interface CertificateFiles {
  /** The path of the certificate or the certificate chain. */
  readonly serverCertificate: string;

  /** The path of the private key. */
  readonly privateKey: string;
}

/**
 * Options of TLS at an ingress listener of a Sidecar.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export interface SidecarTlsOptions {
  /** The certificate and its key, or two of them: one with an RSA key and one with an ECDSA key. */
  readonly certificates: CertificateFiles | readonly CertificateFiles[];

  /**
   * The oldest version of TLS that the sidecar accepts.
   *
   * @default TlsVersion.TLSV1_2
   */
  readonly minProtocolVersion?: TlsVersion;

  /**
   * The newest version of TLS that the sidecar accepts.
   *
   * @default TlsVersion.TLSV1_3
   */
  readonly maxProtocolVersion?: TlsVersion;

  /**
   * The cipher suites for TLS 1.2.
   *
   * @default the cipher suites that Envoy chooses
   */
  readonly cipherSuites?: readonly CipherSuite[];

  /**
   * The elliptic curves for the key exchange, in order of preference, such as `X25519` and `P-256`. From Istio 1.32 on.
   *
   * @default the curves of the mesh configuration, else those that Envoy chooses
   */
  readonly ecdhCurves?: readonly string[];

  /**
   * The application protocols (ALPN) that the sidecar offers. A list without `h2` keeps clients from HTTP/2, and so from gRPC.
   * From Istio 1.32 on.
   *
   * @default `h2` and `http/1.1`
   */
  readonly alpnProtocols?: readonly string[];
}

/**
 * Options of TLS at an ingress listener that verifies client certificates.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export interface MutualSidecarTlsOptions extends SidecarTlsOptions {
  /** The path of the CA certificates that verify client certificates. */
  readonly caCertificates: string;

  /**
   * The path of a certificate revocation list.
   *
   * @default certificates are not checked for revocation
   */
  readonly caCrl?: string;

  /**
   * SHA-256 hashes of public keys (SPKI), in Base64. The key of a client certificate must be one of them.
   *
   * @default any key
   */
  readonly verifyCertificateSpki?: readonly string[];

  /**
   * SHA-256 hashes of the client certificates that the sidecar accepts, in hexadecimal.
   *
   * @default any certificate
   */
  readonly verifyCertificateHash?: readonly string[];

  /**
   * Whether the sidecar also accepts client certificates that it cannot verify. Anyone can then forge the identity in a
   * certificate, so do not trust `principals` in policies there. From Istio 1.31 on.
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/**
 * TLS at an ingress listener of a Sidecar, for clients outside the mesh. The certificates are files that the pod must
 * mount, because a sidecar has no access to Secrets.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export class SidecarTls {
  /** The sidecar presents a certificate. Clients do not need one. */
  static simple(options: SidecarTlsOptions): SidecarTls {
    return new SidecarTls(SidecarSpecIngressTlsMode.SIMPLE, options);
  }

  /** Mutual TLS: the sidecar and the clients present certificates. */
  static mutual(options: MutualSidecarTlsOptions): SidecarTls {
    return new SidecarTls(SidecarSpecIngressTlsMode.MUTUAL, options);
  }

  /** Clients may present a certificate. If they do, it must be valid. */
  static optionalMutual(options: MutualSidecarTlsOptions): SidecarTls {
    return new SidecarTls(SidecarSpecIngressTlsMode.OPTIONAL_UNDERSCORE_MUTUAL, options);
  }

  private constructor(
    private readonly mode: SidecarSpecIngressTlsMode,
    private readonly options: SidecarTlsOptions & Partial<MutualSidecarTlsOptions>,
  ) {}

  /** @internal */
  _render(): SidecarSpecIngressTls {
    const { certificates, caCertificates, caCrl, minProtocolVersion, maxProtocolVersion } = this.options;
    return {
      mode: this.mode,
      ...(isList(certificates)
        ? { tlsCertificates: list(certificates.map((files) => ({ ...files }))) }
        : certificates),
      caCertificates,
      caCrl,
      verifyCertificateSpki: list(this.options.verifyCertificateSpki),
      verifyCertificateHash: list(this.options.verifyCertificateHash),
      // The raw types have enums of their own with the same values.
      minProtocolVersion: minProtocolVersion as unknown as SidecarSpecIngressTlsMinProtocolVersion,
      maxProtocolVersion: maxProtocolVersion as unknown as SidecarSpecIngressTlsMaxProtocolVersion,
      cipherSuites: list(this.options.cipherSuites),
      ecdhCurves: list(this.options.ecdhCurves),
      alpnProtocols: list(this.options.alpnProtocols),
      insecureSkipVerify: this.options.insecureSkipVerify,
    };
  }
}
