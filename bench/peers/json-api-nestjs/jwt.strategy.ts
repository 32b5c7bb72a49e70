import { Injectable, UnauthorizedException } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { InjectRepository } from '@nestjs/typeorm';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { Repository } from 'typeorm';
import { User } from './entities.js';

/** The token, and the user that it names with all roles. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: process.env.SECRET_KEY ?? '',
      algorithms: ['HS256'],
      issuer: 'kitroom',
      audience: 'kitroom-api',
    });
  }

  async validate({ sub }: { sub: string }): Promise<User> {
    const user = await this.users.findOne({ where: { id: sub, active: true }, relations: { roles: true } });
    if (!user) throw new UnauthorizedException();
    return user;
  }
}
