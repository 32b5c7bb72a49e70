import { isIP } from 'node:net';

/** The start was stopped by settings; the message names each, what is wrong and what is allowed. */
export class SettingsError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`Kitroom cannot start with these settings:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

/** Reads environment variables by type and collects what is wrong with them; an empty variable counts as unset. */
export class EnvironmentReader {
  private readonly faults: string[] = [];

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  text(name: string): string | null {
    const value = this.env[name]?.trim();
    return value ? value : null;
  }

  /** A secret keeps its spaces: it may be any bytes, but enough of them. */
  secret(name: string, minimumBytes: number): string | null {
    const value = this.env[name];
    if (!value) return null;
    if (Buffer.byteLength(value) < minimumBytes) {
      this.refuse(name, `has ${Buffer.byteLength(value)} bytes: at least ${minimumBytes} are needed`);
    }
    return value;
  }

  integer(name: string, fallback: number, minimum: number, maximum: number): number {
    const value = this.text(name);
    if (value === null) return fallback;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= minimum && number <= maximum) return number;
    return this.refuse(
      name,
      `is "${value}": a whole number from ${minimum} to ${maximum} is allowed`,
      fallback,
    );
  }

  choice<const T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const value = this.text(name);
    if (value === null) return fallback;
    const found = allowed.find((one) => one === value);
    return found ?? this.refuse(name, `is "${value}": allowed are ${allowed.join(', ')}`, fallback);
  }

  url(name: string, protocols: readonly string[]): string | null {
    const value = this.text(name);
    if (value === null) return null;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
    // Not quoted: the URL of a database holds a password.
    return this.refuse(
      name,
      `is not a URL that starts with ${protocols.map((one) => `${one}//`).join(' or ')}`,
      null,
    );
  }

  /** `10/60`: ten in sixty seconds; `off` is no limit. */
  limit(name: string, fallback: string): { points: number; seconds: number } | null {
    const value = this.text(name) ?? fallback;
    if (value === 'off') return null;
    const [, points, seconds] = /^([1-9]\d{0,8})\/([1-9]\d{0,5})$/.exec(value) ?? [];
    if (points && seconds) return { points: Number(points), seconds: Number(seconds) };
    return this.refuse(
      name,
      `is "${value}": allowed are attempts/seconds such as ${fallback}, and off`,
      null,
    );
  }

  origins(name: string): readonly string[] {
    return this.list(name, 'origins such as https://club.example', (one) => {
      return URL.canParse(one) && new URL(one).origin === one;
    });
  }

  addresses(name: string): readonly string[] {
    return this.list(name, 'IP addresses or networks such as 10.0.0.0/8', (one) => {
      const [address = '', bits] = one.split('/');
      const version = isIP(address);
      return (
        version > 0 &&
        (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
      );
    });
  }

  /** Notes a fault and goes on with `instead`, so that all faults are told at once. */
  refuse(name: string, fault: string): void;
  refuse<T>(name: string, fault: string, instead: T): T;
  refuse<T>(name: string, fault: string, instead?: T): T | undefined {
    this.faults.push(`${name} ${fault}.`);
    return instead;
  }

  throwFaults(): void {
    if (this.faults.length > 0) throw new SettingsError(this.faults);
  }

  private list(name: string, allowed: string, fits: (one: string) => boolean): readonly string[] {
    const entries = (this.text(name) ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
    const wrong = entries.filter((one) => !fits(one));
    if (wrong.length === 0) return entries;
    return this.refuse(name, `holds "${wrong.join('", "')}": allowed are comma-separated ${allowed}`, []);
  }
}
