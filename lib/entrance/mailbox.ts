/** The mails that development keeps, for their page. */
export { loadMailbox, type MailView } from '@/lib/composition';
