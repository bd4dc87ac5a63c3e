using CertWorkflows.Application.Access;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Renewals;
using Microsoft.AspNetCore.Http.HttpResults;
using DomainLevel = CertWorkflows.Domain.Catalogue.ValidationLevel;

namespace CertWorkflows.Server.Endpoints;

internal static class RenewalQuoteEndpoints
{
    private const int MostLetters = 200;
    private const int MostDomains = 250;

    public static void MapRenewalQuotes(this IEndpointRouteBuilder api) =>
        api.MapPost("/renewal-quotes", Quote).WithTags("Rules")
            .WithSummary("What section 4 says to given facts; nothing is stored.");

    private static Ok<RenewalQuoteResponse> Quote(RenewalQuoteRequest request, BusinessCalendar calendar)
    {
        Check(request);
        var quote = RenewalPolicy.Quote(
            new RenewalFacts(
                request.IssuedAt,
                request.TermYears,
                ToKind(request.Old),
                request.Old.ExpiresAt,
                ToKind(request.New),
                request.BoughtAs == RenewalPurchase.Order,
                request.BonusDays),
            calendar);
        return TypedResults.Ok(new RenewalQuoteResponse
        {
            Kind = quote.Kind.As<Client.RenewalKind>(),
            Refused = quote.IsRefused,
            CarriedDays = quote.CarriedDays,
            BonusDays = quote.BonusDays,
            ExpiresAt = quote.ExpiresAt,
            Rule = quote.Rule,
            Code = quote.Code,
            Mismatch = quote.Mismatch,
            Warnings = quote.Warnings,
            Advice = RenewalPolicy.Advice(request.New.Validation.As<DomainLevel>()),
            Message = quote.Message,
        });
    }

    private static RenewedKind ToKind(RenewingCertificateDto one) => new(
        one.Brand,
        one.Validation.As<DomainLevel>(),
        one.Wildcard,
        one.Domains,
        one.Company,
        one.Product == ProductKind.FreeDv);

    private static void Check(RenewalQuoteRequest request)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        One("old", request.Old);
        One("new", request.New);
        if (errors.Count > 0)
        {
            throw new InvalidInputException(errors);
        }

        void One(string path, RenewingCertificateDto one)
        {
            Text($"{path}.brand", one.Brand);
            Text($"{path}.company", one.Company);
            if (one.Domains is < 1 or > MostDomains)
            {
                errors[$"{path}.domains"] = [$"1 to {MostDomains} are possible."];
            }

            if (one is { Product: ProductKind.FreeDv, Validation: not Client.ValidationLevel.Dv })
            {
                errors[$"{path}.product"] = ["The free product is DV."];
            }
        }

        void Text(string path, string text)
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > MostLetters)
            {
                errors[path] = [$"1 to {MostLetters} characters are needed."];
            }
        }
    }
}
