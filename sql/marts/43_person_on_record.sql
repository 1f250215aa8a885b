-- 民政在册人员:家庭成员和待遇发放对象
-- Grain: person_key. Whose records in other departments are looked at for a wrong number; nobody else's are.
SELECT person_key FROM member
UNION
SELECT person_key FROM benefit
