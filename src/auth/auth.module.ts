import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { SETTINGS, type Settings } from '../settings/settings.js';
import { UsersModule } from '../users/users.module.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { JwtStrategy } from './jwt.strategy.js';
import { LoginLimit } from './login-limit.js';
import { TokensService } from './tokens.service.js';
import { ALGORITHM, AUDIENCE, ISSUER } from './token.js';

@Module({
  imports: [
    UsersModule,
    JwtModule.registerAsync({
      inject: [SETTINGS],
      useFactory: ({ secretKey }: Settings) => ({
        secret: Buffer.from(secretKey),
        signOptions: { algorithm: ALGORITHM, issuer: ISSUER, audience: AUDIENCE },
      }),
    }),
  ],
  controllers: [AuthController],
  providers: [AuthService, TokensService, JwtStrategy, LoginLimit],
  exports: [JwtStrategy],
})
export class AuthModule {}
