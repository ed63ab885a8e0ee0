-- Stage and customs status of a container go together: without this the planner takes every state on a to-do list for as rare as
-- their product, and reads each of its containers to sort a page of them.
create statistics container_state_together (mcv, dependencies) on stage, customs from container;
