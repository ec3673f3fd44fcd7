/** Along the index, with one of its deliveries. $1 environment */
export const readNewestMessage = {
  name: 'read-newest-message',
  text: `
select m.id, (select endpoint_id from delivery where message_id = m.id limit 1) as endpoint_id
from (select id, application_id from message where environment_id = $1::uuid order by id desc limit 20) m
join application a on a.id = m.application_id and not a.internal
order by m.id desc limit 1`,
}
