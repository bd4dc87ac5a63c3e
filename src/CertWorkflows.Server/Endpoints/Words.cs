using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

/// <summary>How values of the domain and of the API are told in each other's words.</summary>
internal static class Words
{
    /// <summary>The member of the same name in another enum.</summary>
    public static TTo As<TTo>(this Enum value)
        where TTo : struct, Enum => Enum.Parse<TTo>(value.ToString(), ignoreCase: true);

    public static MoneyDto ToDto(this Money money) => MoneyDto.Cny(money.Amount);

    /// <exception cref="InvalidInputException">Another currency, or not an amount.</exception>
    public static Money ToMoney(this MoneyDto money, string path)
    {
        if (money.Currency != Money.Currency)
        {
            throw new InvalidInputException($"{path}.currency", $"Only {Money.Currency} is possible.");
        }

        try
        {
            return Money.Parse(money.Amount);
        }
        catch (DomainException invalid)
        {
            throw new InvalidInputException($"{path}.amount", invalid.Message);
        }
    }

    public static JsonElement ToElement(this JsonNode? node) => JsonSerializer.SerializeToElement(node, ApiJson.Options);

    public static JsonElement? ToElement(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<JsonElement>(json, ApiJson.Options);

    /// <summary>What to call people, by their usernames.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> NamesAsync(this WorkflowDb db, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking().ToDictionaryAsync(user => user.Username, user => user.DisplayName, cancellationToken);

    public static PersonDto Person(string username, IReadOnlyDictionary<string, string> displayNames) => new()
    {
        Username = username,
        DisplayName = displayNames.GetValueOrDefault(username, username),
    };
}
