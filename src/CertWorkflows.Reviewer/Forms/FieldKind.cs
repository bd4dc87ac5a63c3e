namespace CertWorkflows.Reviewer.Forms;

/// <summary>How a field of a form is filled in.</summary>
public enum FieldKind
{
    /// <summary>One line of text.</summary>
    Text,

    /// <summary>Several lines of text.</summary>
    MultiLine,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>One of a list.</summary>
    Choice,

    /// <summary>A date.</summary>
    Date,

    /// <summary>A date and time, in the business zone.</summary>
    Instant,

    /// <summary>Anything else, as JSON text.</summary>
    Json,
}
