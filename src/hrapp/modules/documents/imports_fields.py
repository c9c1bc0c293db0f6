"""What documents takes from old spreadsheets: plans and proofs that were handed in, and their review.

Values of a record by key; absent: no such column, None: empty cell or mark.

document    emp_no, name, department str · number str (登记编号) · type str without 《》 (the company's term, else as
            written) · title str as written · submitted date | None · reviewed date | None · state
            "approved"/"returned"/"pending" (absent: the table does not say) · file_name str · reviewer str ·
            comment str · note str
"""

from hrapp.kernel.imports import DEPARTMENT, EMP_NO, NAME, Field, Type

DOCUMENT = "document"

DOCUMENT_FIELDS = (
    EMP_NO,
    Field("name", Type.NAME, (*NAME.names, "提交人", "提交人姓名", "申请人", "报送人", "编制人", "作者", "Submitted By")),
    DEPARTMENT,
    Field("number", Type.TEXT, ("登记编号", "登记号", "建议编号", "提案编号", "方案编号", "文件编号", "文号", "Record No", "Document No"), aside=True),
    Field(
        "type",
        Type.TERM,
        ("方案类型", "文件类型", "材料类型", "成果类型", "资料类型", "文档类型", "方案类别", "材料类别", "文件类别", "类型", "类别",
         "Type", "Document Type",
     "报告类型", "提案类型", "材料种类", "文档类别"),
        term="documents",
        required=True,
    ),
    Field(
        "title",
        Type.TEXT,
        ("方案名称", "文件名称", "材料名称", "成果名称", "资料名称", "方案题目", "题目", "标题", "名称", "方案标题", "主题",
         "Title", "Document", "Document Title",
     "报告名称", "报告题目", "提案名称", "文档名称", "Document Name"),
    ),
    Field(
        "submitted",
        Type.DATE,
        ("提交日期", "提交时间", "上交日期", "登记日期", "申报日期", "报送日期", "收到日期", "递交日期", "日期", "时间", "Submitted",
         "Submitted On", "Submission Date", "Date",
     "提案日期", "提报日期", "交付日期", "呈报日期", "Submit Date", "Submitted Date"),
    ),
    Field(
        "reviewed",
        Type.DATE,
        ("审核日期", "审核时间", "审批日期", "审批时间", "评审日期", "评审时间", "通过日期", "批准日期", "批复日期", "Reviewed",
         "Reviewed On", "Review Date", "Approved On",
     "审定日期", "评审完成日期", "审批完成日期", "Approved Date", "Approval Date"),
    ),
    Field(
        "state",
        Type.CHOICE,
        ("审核状态", "状态", "审批状态", "审核结果", "审批结果", "评审结果", "评审状态", "结果", "是否通过", "Status", "State",
         "Result",
     "处理状态", "评审结论", "审核结论", "审批结论", "审定结果"),
        choices={
            "approved": ("通过", "已通过", "审核通过", "审批通过", "评审通过", "批准", "已批准", "同意", "合格", "是", "√",
                         "Approved", "Passed"),
            "returned": ("退回", "已退回", "退回修改", "驳回", "已驳回", "未通过", "不通过", "审核不通过", "需修改", "待修改",
                         "不合格", "不同意", "否", "×", "Returned", "Rejected"),
            "pending": ("待审", "待审核", "审核中", "待审批", "审批中", "已提交", "评审中", "待评审", "未审核", "未审",
                        "Pending", "Submitted", "In Review"),
        },
    ),
    Field("file_name", Type.TEXT, ("附件", "附件名称", "文件", "文件名", "File", "Attachment")),
    Field("reviewer", Type.TEXT, ("审核人", "审批人", "评审人", "批准人", "Reviewer", "Approver"), aside=True),
    Field("comment", Type.TEXT, ("审核意见", "审批意见", "评审意见", "意见", "批复意见", "修改意见", "Comment", "Opinion")),
    Field("note", Type.TEXT, ("备注", "说明", "备注说明", "附注", "Remark", "Remarks", "Note", "Notes"), aside=True),
)  # fmt: skip
DOCUMENT_SHEET_NAMES = ("方案", "成果", "提交登记", "材料登记", "文件登记", "资料登记", "documents", "submissions")
DOCUMENT_ORDER = 90
