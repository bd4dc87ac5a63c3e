namespace CertWorkflows.Reviewer.Board;

/// <summary>What of the board is shown.</summary>
public enum BoardView
{
    /// <summary>How much there is to do, and who does it.</summary>
    Work,

    /// <summary>Everybody's open tasks, to hand them to others.</summary>
    Tasks,

    /// <summary>How refunds are decided and paid.</summary>
    Refunds,

    /// <summary>Who may do what.</summary>
    People,
}
