import {
  type SidecarSpecIngressTls,
  type SidecarSpecIngressTlsMaxProtocolVersion,
  type SidecarSpecIngressTlsMinProtocolVersion,
  SidecarSpecIngressTlsMode,
} from '../../../imports/networking.istio.io';
import type { CipherSuite } from '../../admission';
import type { TlsVersion } from '../gateway/server-tls';
import { isList, list } from '../rendering';

/** A certificate and its key, as files in the container of the proxy. */
export interface CertificateFiles {
  /** The path of the certificate, or of a chain of them. */
  readonly serverCertificate: string;

  /** The path of its key. */
  readonly privateKey: string;
}

/** How connections to a sidecar are encrypted. */
export interface SidecarTlsOptions {
  /** Certificate and key, or two of them: one with an RSA and one with an ECDSA key. */
  readonly certificates: CertificateFiles | readonly CertificateFiles[];

  /**
   * The oldest version of TLS that is spoken.
   *
   * @default TlsVersion.TLSV1_2
   */
  readonly minProtocolVersion?: TlsVersion;

  /**
   * The newest version of TLS that is spoken.
   *
   * @default TlsVersion.TLSV1_3
   */
  readonly maxProtocolVersion?: TlsVersion;

  /**
   * Ciphers for TLS 1.2.
   *
   * @default as Envoy chooses
   */
  readonly cipherSuites?: readonly CipherSuite[];
}

/** How connections to a sidecar are encrypted, and which clients are let in. */
export interface MutualSidecarTlsOptions extends SidecarTlsOptions {
  /** The path of the certificates that client certificates are checked against. */
  readonly caCertificates: string;

  /**
   * The path of a list of certificates that are revoked.
   *
   * @default none is revoked
   */
  readonly caCrl?: string;

  /**
   * Base64 SHA-256 hashes of public keys (SPKI) of which a client must have one.
   *
   * @default any key
   */
  readonly verifyCertificateSpki?: readonly string[];

  /**
   * Hex SHA-256 hashes of client certificates that are let in.
   *
   * @default any certificate
   */
  readonly verifyCertificateHash?: readonly string[];
}

/**
 * How a sidecar decrypts connections from outside the mesh. Its certificates are files, which the pod must mount: a
 * sidecar has no access to secrets.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export class SidecarTls {
  /** The sidecar shows a certificate; clients need none. */
  static simple(options: SidecarTlsOptions): SidecarTls {
    return new SidecarTls(SidecarSpecIngressTlsMode.SIMPLE, options);
  }

  /** Clients must show a certificate too. */
  static mutual(options: MutualSidecarTlsOptions): SidecarTls {
    return new SidecarTls(SidecarSpecIngressTlsMode.MUTUAL, options);
  }

  /** Clients may show a certificate; if they do, it must be good. */
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
    };
  }
}
