using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Cases;

/// <summary>One thing to know about a case.</summary>
/// <param name="Name">Its name; the text <c>Fact.Name</c>.</param>
public abstract record CaseFact(string Name)
{
    /// <summary>Words or numbers; a dash when null.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Text">The words.</param>
    public sealed record Plain(string Name, string? Text) : CaseFact(Name);

    /// <summary>Why it ended: a sentence in the user's language where we know it, else as it was said; a dash when null.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Text">The sentence, or the code of a reason.</param>
    public sealed record Why(string Name, string? Text) : CaseFact(Name);

    /// <summary>One of a set of words: the text <c>Value.Word</c> or the word itself.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Text">The word.</param>
    /// <param name="Texts">What the names of the texts begin with.</param>
    public sealed record Word(string Name, string? Text, string Texts = "Value") : CaseFact(Name);

    /// <summary>A rule: its id and what it says.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Id">The rule's id.</param>
    public sealed record Rule(string Name, string Id) : CaseFact(Name);

    /// <summary>An instant.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="At">When; a dash when null.</param>
    /// <param name="Late">Whether it has passed and should not have.</param>
    public sealed record Instant(string Name, DateTimeOffset? At, bool Late = false) : CaseFact(Name);

    /// <summary>Another thing's page.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Page">The list that it is in.</param>
    /// <param name="Id">Its id; a dash when null.</param>
    public sealed record Link(string Name, string Page, string? Id) : CaseFact(Name);

    /// <summary>An amount.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="money">How much.</param>
    public static CaseFact Money(string name, MoneyDto money) => new Plain(name, $"{money.Amount} {money.Currency}");
}
