import { describe, expect, it } from 'vitest';
import { splitName } from '../../src/classify/name.ts';
import { lexicon, read } from './reading.ts';

describe('splitName', () => {
  it.each([
    ['getUserById', ['get', 'user', 'by', 'id']],
    ['delete_survey', ['delete', 'survey']],
    ['surveys.list', ['surveys', 'list']],
    ['SURVEY-DELETE', ['survey', 'delete']],
    ['parseHTMLPage', ['parse', 'html', 'page']],
    ['listusers', ['list', 'users']],
    ['deletePageV2', ['delete', 'page', 'v']],
    ['description', ['description']],
  ])('splits %s', (name, tokens) => {
    expect(splitName(name, lexicon).map(({ text }) => text)).toEqual(tokens);
  });
});

describe('the deed of a name', () => {
  it.each([
    ['delete_survey', 'deletes'],
    ['survey_delete', 'deletes'],
    ['run_history', undefined],
    ['list_deleted_items', 'looks'],
    ['get_payment_methods', 'looks'],
    ['order_by', undefined],
    ['pull_request_read', 'looks'],
    ['create_pull_request', 'creates'],
    ['pay_invoice', 'pays'],
    ['create_invoice', 'bills'],
    ['update_invoice_note', 'changes'],
    ['cancel_order', 'orders'],
    ['cancel_job', 'ends'],
    ['start_container', 'powers'],
    ['start_session', 'opens'],
    ['generate_chart', 'computes'],
    ['clear_console', 'tidies'],
    ['remove_issue_from_sprint', 'detaches'],
    ['remove_user_from_team', 'removes-access'],
    ['weather', undefined],
  ])('of %s is %s', (name, sense) => {
    expect(read({ name }).subject.name.deed?.sense).toBe(sense);
  });

  it('stands after a prefix that the siblings or the server share', () => {
    const siblings = ['acme_list_surveys', 'acme_get_survey', 'acme_run_report'];
    expect(read({ name: 'acme_delete_survey' }, { siblings }).subject.name).toMatchObject({ prefix: 1 });
    expect(read({ name: 'acme_delete_survey' }, { server: 'npm:acme-mcp' }).subject.name.words).toEqual([
      'delete',
      'survey',
    ]);
  });

  it('comes last where the siblings end in their verbs', () => {
    const siblings = ['report_list', 'report_create', 'user_get', 'user_update'];
    expect(read({ name: 'test_delete' }, { siblings }).subject.name.deed?.sense).toBe('deletes');
  });
});

describe('what a description states', () => {
  it.each([
    ['This tool deletes a survey.', ['lead:deletes']],
    ['Use this tool to send a letter.', ['lead:sends']],
    ['Tool to list surveys.', ['lead:looks']],
    ['Allows you to update a survey.', ['lead:changes']],
    ['Permanently removes a shelf.', ['lead:deletes']],
    ['Create, update or delete a survey.', ['lead:creates', 'joined:changes', 'joined:deletes']],
    ['Fetches a page and saves it.', ['lead:looks', 'joined:changes']],
    ['Get comments, updates or messages of a survey.', ['lead:looks']],
    ['Use this tool when the user wants to build a house.', []],
    ['The upgrades of a survey.', []],
    ['Löscht eine Umfrage.', ['foreign:deletes']],
    ['Supprime un sondage.', ['foreign:deletes']],
    ['Crea un sondaggio.', ['foreign:creates']],
    ['Envia uma carta.', ['foreign:sends']],
    ['설문을 삭제합니다', ['foreign:deletes']],
    ['执行脚本', ['foreign:runs']],
  ])('reads %s', (description, deeds) => {
    const { stated } = read({ name: 'x', description }).subject;
    expect(stated.map(({ role, sense }) => `${role}:${sense}`)).toEqual(deeds);
  });
});
