import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SelfService } from '../mode/self-service.guard.js';
import type { Caller } from '../shared/access/caller.js';
import { CurrentCaller } from '../shared/access/decorators.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import { Id, ListParams, OneParams, Represents } from '../shared/representation/decorators.js';
import { CreateLoanDto } from './loan.dto.js';
import { Refuses } from '../shared/representation/openapi/decorators.js';
import { loanResource } from './loan.resource.js';
import { LoansService } from './loans.service.js';

@ApiTags('loans')
@Controller()
@Represents(loanResource)
export class LoansController {
  constructor(private readonly loans: LoansService) {}

  /** Lends a free item: to oneself, or by those with the permission `loans` to anybody. */
  @ApiOperation({ operationId: 'createLoan' })
  @Post('loans')
  @Refuses(409, 'The item is already on loan, or the type is another.')
  @SelfService('loans')
  create(@CurrentCaller() caller: Caller, @Body() input: CreateLoanDto) {
    return this.loans.create(caller, input);
  }

  /** Returns what was lent; returned already, nothing changes. */
  @ApiOperation({ operationId: 'returnLoan' })
  @Post('loans/:id/return')
  @HttpCode(200)
  @SelfService('loans')
  giveBack(@CurrentCaller() caller: Caller, @Id() id: string) {
    return this.loans.giveBack(caller, id);
  }

  /** Lists the loans that the caller may see, newest first. */
  @ApiOperation({ operationId: 'listLoans' })
  @Get('loans')
  list(@CurrentCaller() caller: Caller, @ListParams() query: ListQuery) {
    return this.loans.list(caller, query);
  }

  /** Shows a loan. */
  @ApiOperation({ operationId: 'getLoan' })
  @Get('loans/:id')
  find(@CurrentCaller() caller: Caller, @Id() id: string, @OneParams() query: OneQuery) {
    return this.loans.find(caller, id, query);
  }

  /** Lists the loans of an item, newest first. */
  @ApiOperation({ operationId: 'listLoanItemLoans' })
  @Get('loan-items/:id/loans')
  ofItem(@CurrentCaller() caller: Caller, @Id() id: string, @ListParams() query: ListQuery) {
    return this.loans.ofItem(caller, id, query);
  }

  /** Lists the loans of a user, newest first. */
  @ApiOperation({ operationId: 'listUserLoans' })
  @Get('users/:username/loans')
  ofUser(@CurrentCaller() caller: Caller, @Id('username') username: string, @ListParams() query: ListQuery) {
    return this.loans.ofUser(caller, username, query);
  }
}
