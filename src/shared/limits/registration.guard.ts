import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { SETTINGS, type Settings } from '../../settings/settings.js';
import type { CallerRequest } from '../access/decorators.js';
import { Refuses } from '../representation/openapi/decorators.js';
import { networkOf } from '../values/address.js';
import { RateLimits } from './rate-limits.js';
import { rateLimitFields } from './standing.js';

interface Request extends CallerRequest {
  readonly ip: string;
}

/** Strangers register a limited number of users from one address; callers who are logged in are not counted. */
@Injectable()
export class RegistrationGuard implements CanActivate {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const { caller, ip } = http.getRequest<Request>();
    const limit = this.settings.registerLimit;
    if (caller || !limit) return true;
    const key = `register:${networkOf(ip)}`;
    const [standing] = await this.limits.hit([{ policy: 'registration', key, ...limit }]);
    if (standing) http.getResponse<FastifyReply>().headers(rateLimitFields(standing));
    return true;
  }
}

export const LimitsRegistration = () =>
  applyDecorators(UseGuards(RegistrationGuard), Refuses(429, 'Too many registrations from one address.'));
