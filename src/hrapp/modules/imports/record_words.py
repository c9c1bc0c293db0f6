"""What an import says about records of a kind: people, departments, figures, pay. Rows and files are in `words`."""

from __future__ import annotations

from hrapp.kernel.text import mark

OF_RECORDS = {
    # people
    "emp_no_missing": mark("A new person needs a 工号. Fill it in."),
    "emp_no_to_give": mark(
        "New people of a list without 工号. Say in the step “Values to decide” from which number on they are numbered,"
        " or write their 工号 into the file."
    ),
    "waits_for_emp_no": mark(
        "About people who have no 工号 yet. Say in the step “Values to decide” from which number on they are numbered."
    ),
    "namesake_differs": mark(
        "%(person)s is called so, but the row says another %(field)s. Say who is meant, or write the 工号 of the new person."
    ),
    "name_missing": mark("A new person needs a name. Fill it in."),
    "hire_date_missing": mark("The day of hire of %(name)s is not known. Add it here or in the roster."),
    "left_before_hired": mark("%(name)s would have left before being hired. Correct one of the two days."),
    "earlier_stay": mark("%(name)s left and was hired again later; the earlier stay was not taken."),
    "hired_again": mark(
        "Hired again: this person counts as employed from the new day on; the earlier stay is kept among the changes."
    ),
    "left_and_listed": mark(
        "In this list, but left on %(text)s: that counts. Add the new day of hire if they came back, or correct the last day."
    ),
    "left_and_active": mark(
        "Marked as employed, but left on %(text)s: that counts. Add the new day of hire if they came back, or correct the"
        " last day."
    ),
    "emp_no_of_another": mark(
        "The 工号 %(emp_no)s is that of %(person)s; the row says %(name)s, hired on another day. Correct the 工号, or say that"
        " this person is meant."
    ),
    "known_under_other_no": mark(
        "The same name and the same day of hire or birth as %(known)s, but the 工号 %(emp_no)s: this row was left out. Say that"
        " this person is meant (the known 工号 stays), or take the row for somebody new."
    ),
    "left_without_day": mark(
        "Marked as left, but without a day. Add the last working day; until then the person counts."
    ),
    "probation_without_end": mark("Marked as on probation, but without its end. Add it, or promotion stays open."),
    "unpaid_leave_without_start": mark("On unpaid leave since an unknown day; it counts from today."),
    "move_on_other_day": mark(
        "hrapp has the very same change on %(known)s, this row on %(text)s: it was left out. Take the row if its day is the"
        " right one."
    ),
    "graded_otherwise": mark(
        "The grade of %(period)s is known as %(known)s, this list of scores says %(text)s: the known one was kept. Take the"
        " row if this list is right."
    ),
    "weights_too_much": mark(
        "With %(text)s, which the list no longer has, the weights come to %(other)s. If this is a new wording of it, use the"
        " old one in the list, or correct the weights in hrapp."
    ),
    "since_missing": mark(
        "hrapp says “%(known)s”, this list “%(text)s”, and no column says since when. Say it once for the list in the step"
        " “Values to decide”, or import a list of changes with the day of each first."
    ),
    "post_changed_later": mark(
        "hrapp knows of a change on %(date)s, after the day that was said; what “%(text)s” was before it a list without days"
        " cannot say. Import it as a list of changes."
    ),
    "since_not_hired": mark(
        "The day that was said for the list is not after the day of hire, %(date)s: since when it is “%(text)s” is not known."
        " Import it as a list of changes, or correct it in hrapp."
    ),
    "post_of_earlier": mark(
        "“%(text)s” is what it was before the change of %(date)s, which was kept. If they went back later, import that as a"
        " list of changes."
    ),
    "change_unclear": mark(
        "Where this change leads is not clear (%(text)s), so it waits. Write department and position before and after it in"
        " columns of their own, as hrapp calls them."
    ),
    "left_otherwise": mark(
        "By hrapp the last day is %(known)s, and this row of %(text)s does not agree: hrapp was kept. Correct one of them."
    ),
    "probation_otherwise": mark(
        "By this row probation ended on %(text)s, by what hrapp knew on %(known)s: the row was taken. Please check."
    ),
    "move_not_followed": mark(
        "By this row it is “%(text)s” from %(date)s on, by the roster “%(known)s”: the roster was kept. Correct one of them."
    ),
    "hired_otherwise": mark(
        "Hired on %(text)s by this row, on %(known)s by the roster: the roster was kept. Correct one of them."
    ),
    "active_and_left": mark(
        "Marked as employed, with %(text)s as the last day, which is over; the day counts. Correct one of them."
    ),
    "level_unknown": mark("The level “%(written)s” is not in the company's rules; it was left out."),
    "level_from_position": mark("The level %(found)s follows from the position."),
    "department_new": mark("The department %(department)s is new; the company's rules do not name it. Please check."),
    "manager_of_before": mark(
        "%(known)s was the manager in the department before and is no more; for %(text)s the list names none. Add the manager"
        " to the roster, then import it again."
    ),
    "manager_unknown": mark("The manager “%(manager)s” is not in the roster; the name was kept."),
    "manager_ambiguous": mark("Several people are called %(manager)s. Write the 工号 of the manager."),
    # departments
    "parent_is_company": mark("“%(parent)s” is the company itself, so the department lies under no other."),
    "parent_unknown": mark(
        "No department has the code “%(parent)s”, so this one lies under none yet. Write the name of the one above."
    ),
    "parent_made": mark("“%(parent)s” has no row of its own and was not known; it was made too. Please check."),
    "parent_waits": mark(
        "The row of “%(parent)s” was left out, so the department lies under none yet. Correct that row first."
    ),
    "department_circle": mark(
        "%(department)s would lie under itself (%(path)s). Correct the department above in one of these rows."
    ),
    "head_unknown": mark(
        "“%(head)s” is not in the roster, so the department was taken without a head. Add the person to the roster,"
        " then import this list again."
    ),
    "head_ambiguous": mark(
        "Several people are called %(head)s, so the department was taken without a head. Write the 工号 of the head."
    ),
    "head_stands_in": mark(
        "“%(head)s” only stands in, so the head of the department was left as it is. Enter who leads it for a while, and"
        " until when, under “Roles and access”."
    ),
    "department_renamed": mark(
        "%(known)s (code %(value)s) is called %(text)s from now on, with all that is known of it. If this is another"
        " department, give it another code."
    ),
    "department_formerly": mark(
        "%(known)s is called %(text)s from now on, with all that is known of it, as the row says. If both go on, list both."
    ),
    "department_goes_on": mark(
        "The row says that %(text)s was %(known)s before. Both are known here or listed, so nothing was renamed. If one is left,"
        " move its people and close it."
    ),
    "former_unknown": mark(
        "No department is called %(known)s here: %(text)s is taken as a new one. If it is known under another name, write"
        " that one."
    ),
    "department_declared": mark(
        "This department is called %(known)s in the company's rules. Rename it there first; if another one is meant,"
        " write another code or another former name."
    ),
    "rules_say_otherwise": mark(
        "%(department)s: the company's rules say %(known)s, the row says %(typed)s, so the row was left out."
        " If the list is right, take the row all the same."
    ),
    # performance, learning, documents
    "metric_made_more": mark(
        "%(metric)s is now a metric of the company (unit %(unit)s, more is better). Please check."
    ),
    "metric_made_less": mark(
        "%(metric)s is now a metric of the company (unit %(unit)s, less is better). Please check."
    ),
    "metric_unknown": mark("%(metric)s is not one of the company's metrics. Add it to the rules, or correct the name."),
    "metric_without_unit": mark(
        "%(metric)s has no unit among the company's metrics, and this file counts it in money: its figures were taken in"
        " yuan. Please check the earlier ones, and give the metric the unit 元."
    ),
    "percent_as_points": mark(
        "%(metric)s was kept in points of a hundred so far, so this percentage was taken as %(text)s. Please check."
    ),
    "metric_scale": mark(
        "%(metric)s was kept as %(known)s so far, and %(text)s seems to be of another scale, so the row was left out."
        " Write it with a percent sign, or give the metric a unit in the rules."
    ),
    "metric_far": mark(
        "The targets of %(metric)s were %(known)s so far, %(text)s is of another size, so the row was left out. Write the unit"
        " (万元) into the list, or take the row if it is right."
    ),
    "metric_far_taken": mark(
        "The targets of %(metric)s were %(known)s so far, and here it is %(text)s. Please check whether the unit is right."
    ),
    "nothing_there": mark("%(metric)s: neither target nor actual."),
    "actual_without_target": mark(
        "%(metric)s has an actual but no target, so nothing can be computed. Add the target."
    ),
    "actual_missing": mark(
        "%(metric)s, %(period)s: the actual is still missing. It counts as pending until it is filled in."
    ),
    "completion_differs": mark(
        "%(metric)s, %(period)s: %(typed)s%% is typed, %(ours)s%% follows from target and actual; ours counts."
    ),
    "progress_differs": mark("%(typed)s%% is typed, %(ours)s%% follows from start, current and target; ours counts."),
    "award_in_period": mark(
        "One title counts once in a period, and %(first)s is of %(period)s too, so the one of %(text)s was left out."
        " If it is another award, write the period of each into the rows."
    ),
    "no_award": mark(
        "“%(text)s” is no award, so the row was left out. Put it into a list of rewards and penalties with 奖惩 in its title,"
        " then import that."
    ),
    "period_by_day": mark("No period is written; given on %(text)s it counts for %(period)s."),
    "award_of_own_period": mark(
        "An award of this title counts for %(other)s already, so this one counts for %(period)s, in which it was granted. If"
        " that is wrong, write the period of each into the rows."
    ),
    "paid_on_other_day": mark(
        "For %(period)s a pay run paid on %(known)s is known (%(first)s), this row was paid on %(day)s; both are kept. If this"
        " one corrects it, write 更正 into the name of the file or leave the day of payment out, then import it again."
    ),
    "which_of_several": mark(
        "%(n)s records fit this row (the first: %(first)s), and nothing says which one it means; it is kept beside them. Add a"
        " number or a day that tells them apart, then import it again."
    ),
    "empty_and_known": mark(
        "This row changes the pay run and has nothing under %(what)s, where %(known)s is known; that stays. If nothing was paid,"
        " write 0 into the cell, then import it again."
    ),
    "assessed_otherwise": mark(
        "For %(period)s a score of %(known)s is known (%(first)s), this row says %(typed)s; nothing says that it is the"
        " same assessment, so both are kept. If one corrects the other, give both tables a column 考核名称 with the same"
        " name, then import them again."
    ),
    "graded_here": mark("This period was graded here; a spreadsheet does not change it."),
    "reviewed_here": mark("The document was reviewed in hrapp; a spreadsheet does not change that."),
    "course_new": mark("The course %(course)s is not in the company's list; it was taken as written."),
    "not_signed": mark(
        "%(course)s: nothing here says that %(name)s came; it was taken as planned, not as completed. Fill in the cell if it"
        " is otherwise."
    ),
    "sat_twice_a_day": mark(
        "%(course)s: both scores are of one day; the last was taken, and not %(text)s. Correct the day of one if it is wrong."
    ),
    "retake_unclear": mark(
        "%(course)s: a retake on %(text)s has no score; the result was taken for the first day. Write the score of the retake"
        " if there was one."
    ),
    # pay
    "pay_contradicts": mark(
        "On %(day)s pay is known as %(known)s, the row says %(typed)s. Pay is never overwritten. Please check."
    ),
    "pay_waits": mark(
        "Pay is taken in once the HR lead and the general manager have both taken their accounts. Then import this again."
    ),
    "pay_erased": mark(
        "This person's pay was erased for good, and nothing is kept of it again. Take the row out, or leave it blocked."
    ),
    "pay_before_differs": mark(
        "Before the change the row says %(typed)s, the record before it %(known)s. Please check."
    ),
    "pay_percent_differs": mark("%(typed)s%% is typed, %(ours)s%% follows from the amounts; only the amounts count."),
    "pay_percent_odd": mark(
        "“%(text)s%%” is no percentage by which pay is raised. If it is an amount, put it into a column 调薪金额; only what"
        " the other columns say counts."
    ),
    "pay_percent_only": mark(
        "Raised by %(text)s%%, and companies round: the new pay is not known exactly. Add a column 调整后 with the new pay,"
        " or 调薪金额 with the amount, and import the list again."
    ),
    "pay_before_unknown": mark(
        "Raised by %(text)s, and no pay before %(day)s is known. Add a column 调整前 or 调整后, or import what was paid"
        " before first."
    ),
    "pay_base_unknown": mark(
        "%(text)s, and the pay beside which it is paid is not known. Add a column 调整后 with it, or import what they are paid"
        " first."
    ),
    "pay_more_of_what": mark(
        "%(text)s more, beside %(known)s: whether it is more of that or of the base is not said. Add a column with what it is"
        " afterwards, such as 调整后岗位津贴."
    ),
    "pay_part_stays": mark(
        "%(text)s from this day on, and the pay known from %(days)s still has %(known)s: pay is never overwritten. Please check"
        " whether it was raised there, too."
    ),
    "pay_after_reckoned": mark(
        "%(after)s follows from the %(known)s that hrapp knows of the day before and the %(text)s of the list. Please check."
    ),
    "pay_since_differs": mark(
        "The row says since %(typed)s, the record of changes since %(known)s; the record counts."
    ),
    "pay_parts_go_on": mark(
        "What is paid beside the base goes on in the pay that was known from %(days)s. Please check whether it ended."
    ),
    "pay_parts_ended": mark(
        "The list has a column for it and nothing in it, so %(text)s is paid no more from %(day)s on. Please check."
    ),
    "pay_since_hire": mark("Without a day the pay counts from the day of hire."),
}
