import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import sql from 'sql-template-tag';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { createDatabase, type TestDatabase } from '../setup/database.js';

let server: TestDatabase;
let module: TestingModule;
let database: Database;
let done: string[];
beforeAll(async () => {
  server = await createDatabase();
  module = await Test.createTestingModule({ imports: [DatabaseModule.forRoot(server.url)] }).compile();
  database = module.get(Database);
  await database.query(sql`CREATE TABLE notes (note text)`);
});
afterAll(async () => {
  await module.close();
  await server.drop();
});
beforeEach(() => {
  done = [];
});

const notes = () => database.query<{ note: string }>(sql`SELECT note FROM notes`);
const later = (what: string): void => {
  database.afterCommit(() => done.push(what));
};

describe('what is to be done after the commit', () => {
  it('is done when others can see the change, in its order', async () => {
    await database.inTransaction(async () => {
      await database.query(sql`INSERT INTO notes VALUES ('kept')`);
      later('first');
      await database.inTransaction(async () => {
        await database.query(sql`SELECT`);
        later('second');
      });
      expect(done).toEqual([]);
    });
    expect(done).toEqual(['first', 'second']);
    expect(await notes()).toEqual([{ note: 'kept' }]);
  });

  it('is done at once where there is no transaction', () => {
    later('now');
    expect(done).toEqual(['now']);
  });

  it('is not done where the transaction is rolled back', async () => {
    const work = async () => {
      later('never');
      await Promise.reject(new Error('It went wrong.'));
    };
    await expect(database.inTransaction(work)).rejects.toThrow('It went wrong.');
    expect(done).toEqual([]);
  });

  it('is not done where the commit is what fails', async () => {
    await database.query(sql`
      CREATE TABLE pairs (id int PRIMARY KEY, other int REFERENCES pairs DEFERRABLE INITIALLY DEFERRED)`);
    const work = async () => {
      await database.query(sql`INSERT INTO pairs VALUES (1, 2)`);
      later('never');
    };
    await expect(database.inTransaction(work)).rejects.toThrow();
    expect(done).toEqual([]);
  });

  it('is done once where the work was done again', async () => {
    let attempts = 0;
    await database.inTransaction(async () => {
      attempts += 1;
      later(`attempt ${attempts}`);
      if (attempts === 1) await database.query(sql`DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$`);
    });
    expect(done).toEqual(['attempt 2']);
  });
});
